package baton.submission.admission;

import baton.smtp.grammar.ReversePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody hands over.
 *
 * @param principal who
 * @param protocol how it came
 * @param sender the reverse-path given; {@link ReversePath#NULL} for notifications
 * @param recipients at least one; one named twice gets one copy
 * @param content the message as given: RFC 5322, CRLF lines. Whoever hands it over no longer
 *     changes it
 * @param wishes what else is wanted; X-Baton fields in the message's header go before these
 * @param key under which it came; null where its message's header says, if anything does
 */
public record Submission(
    Principal principal,
    Protocol protocol,
    ReversePath sender,
    List<Recipient> recipients,
    byte[] content,
    Wishes wishes,
    @Nullable IdempotencyKey key) {

  /** A submission that brings no key, but for one in its message's header. */
  public Submission(
      Principal principal,
      Protocol protocol,
      ReversePath sender,
      List<Recipient> recipients,
      byte[] content,
      Wishes wishes) {
    this(principal, protocol, sender, recipients, content, wishes, null);
  }
}
