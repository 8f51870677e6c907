/**
 * Takes mail by SMTP (RFC 6409): STARTTLS or TLS from the first octet, login with an API key, or
 * none at all from a trusted network. The protocol is {@code baton.smtp.server}'s; here stands only
 * what submission answers. Enters a conversation; leaves a {@link
 * baton.submission.admission.Submission}, and the next room is admission.
 */
@NullMarked
package baton.submission.smtp;

import org.jspecify.annotations.NullMarked;
