package baton.submission.admission;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A submission that may pass.
 *
 * @param submission as it was handed over
 * @param header of its message, which has exactly one From
 * @param recipients each once
 * @param wishes what is wanted, the header's X-Baton fields included
 * @param domain of From, in whose name the message is signed
 * @param suppressed those recipients, as in {@code address().toString()}, that must not be written
 *     to, with the reason
 * @param quota of the account
 * @param key under which it came; null where it came under none
 */
public record Admitted(
    Submission submission,
    HeaderSection header,
    List<Recipient> recipients,
    Wishes wishes,
    SendingDomain domain,
    Map<String, String> suppressed,
    Quota quota,
    @Nullable IdempotencyKey key) {

  /** How many recipients are to get it. */
  public int messages() {
    return recipients.size() - suppressed.size();
  }

  /** The recipients' addresses, in their order. */
  public List<String> addresses() {
    return recipients.stream().map(recipient -> recipient.address().toString()).toList();
  }
}
