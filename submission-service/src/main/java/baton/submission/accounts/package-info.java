/**
 * Who may submit: accounts and their API keys. Enters an API key from the smtp or http room; leaves
 * the {@link baton.submission.admission.Principal} whose it is. The next room is admission.
 */
@NullMarked
package baton.submission.accounts;

import org.jspecify.annotations.NullMarked;
