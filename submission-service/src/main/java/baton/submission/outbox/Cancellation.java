package baton.submission.outbox;

import baton.contracts.command.Command;
import baton.contracts.outbound.Lane;
import baton.smtp.grammar.EmailAddress;
import baton.submission.history.MessageHistory;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;

/** Asks delivery to let go of mail that its sender takes back. */
public final class Cancellation {

  private final Outbox outbox;
  private final InstantSource clock;

  public Cancellation(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Asks. Completes when the command is durable; fails as {@link Outbox#publish}. A message that is
   * known to have ended is not asked for.
   *
   * @param message the account's own
   */
  public Uni<Void> ask(String account, MessageHistory message) {
    String recipient = message.accepted().about().recipient();
    if (recipient == null || message.hasEnded()) {
      return Uni.createFrom().voidItem();
    }
    // As Preparation chose it: every domain has one lane.
    String lane = Lane.key(EmailAddress.parse(recipient).domain(), 1, message.id());
    return Uni.createFrom()
        .deferred(
            () ->
                outbox.publish(
                    List.of(
                        new Command.Cancel(message.id(), account, clock.instant())
                            .toRecord(lane))));
  }
}
