/**
 * Writes a message for those who come by HTTP and have none yet. Enters a {@link
 * baton.submission.compose.Draft}, the words of the JSON body; leaves a {@link
 * baton.submission.compose.Composition}: RFC 5322 octets with their envelope, or a refusal that
 * names the field. The next room is admission, as for mail that came by SMTP.
 */
@NullMarked
package baton.submission.compose;

import org.jspecify.annotations.NullMarked;
