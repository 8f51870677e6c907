package baton.feedback.dsn;

import baton.smtp.grammar.EnhancedStatus;
import baton.smtp.reply.BounceClass;
import java.util.Optional;

/**
 * A message that could not be delivered after all.
 *
 * @param bounceClass why
 * @param hard whether the address itself is at fault, so that no mail should go there again
 * @param reply the remote's words, on one line; where there are none, the status
 * @param status the most telling enhanced status of the report; empty where it has none
 */
public record Bounce(
    BounceClass bounceClass, boolean hard, String reply, Optional<EnhancedStatus> status) {}
