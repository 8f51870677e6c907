package baton.feedback.smtp;

import baton.contracts.token.ReturnPath;
import baton.contracts.token.ReturnPath.Origin;
import baton.contracts.token.TokenKeys;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ForwardPath;
import java.util.Set;

/**
 * The addresses at which reports arrive: at each of our domains, every return path that opens, and
 * {@code fbl@} for the feedback loops at which the operator has registered it.
 */
final class FeedbackAddresses {

  private static final String FEEDBACK_LOOP = "fbl";

  private final Set<String> domains;
  private final ReturnPath returnPath;

  /**
   * @param domains in the form of {@link baton.smtp.grammar.Domain#normalise}
   */
  FeedbackAddresses(Set<String> domains, TokenKeys keys) {
    this.domains = Set.copyOf(domains);
    this.returnPath = new ReturnPath(keys);
  }

  /** What stands behind a recipient. */
  sealed interface Destination {}

  /** A return path that this platform made. */
  record Returned(Origin origin) implements Destination {}

  /** A feedback loop's address. */
  record FeedbackLoop() implements Destination {}

  /** Nobody: a forged return path too. */
  record Nobody() implements Destination {}

  Destination find(ForwardPath recipient) {
    return switch (recipient) {
      case EmailAddress address when domains.contains(address.domain()) ->
          find(address.localPart());
      case EmailAddress _, ForwardPath.Postmaster _ -> new Nobody();
    };
  }

  private Destination find(String localPart) {
    if (localPart.equalsIgnoreCase(FEEDBACK_LOOP)) {
      return new FeedbackLoop();
    }
    return returnPath.open(localPart).<Destination>map(Returned::new).orElseGet(Nobody::new);
  }
}
