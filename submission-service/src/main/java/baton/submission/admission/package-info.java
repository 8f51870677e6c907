/**
 * Who, may they, how much. Enters a {@link baton.submission.admission.Submission} from the smtp or
 * http room, with the account it was authenticated as; leaves an admitted one whose sender's domain
 * is the account's own, whose size is within the limits and whose wishes are understood, or a
 * {@link baton.submission.admission.RefusedException} that says why in one sentence. The next room
 * is prepare. Here stand also the ports by which admission asks its questions; accounts, domains
 * and suppression answer them.
 */
@NullMarked
package baton.submission.admission;

import org.jspecify.annotations.NullMarked;
