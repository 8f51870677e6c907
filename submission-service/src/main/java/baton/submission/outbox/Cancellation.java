package baton.submission.outbox;

import baton.contracts.command.Command;
import baton.contracts.event.Event;
import baton.contracts.outbound.Lane;
import baton.smtp.grammar.EmailAddress;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Asks delivery to let go of mail that its sender takes back. */
public final class Cancellation {

  private final Outbox outbox;
  private final InstantSource clock;

  public Cancellation(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Asks. Completes when the command is durable; fails as {@link Outbox#publish}.
   *
   * @param accepted what was recorded when the message was taken over from that account
   */
  public Uni<Void> ask(Event.Accepted accepted) {
    UUID id = accepted.messageId();
    String account = accepted.about().account();
    String recipient = accepted.about().recipient();
    if (recipient == null) {
      return Uni.createFrom().voidItem();
    }
    // As Preparation chose it: every domain has one lane.
    String lane = Lane.key(EmailAddress.parse(recipient).domain(), 1, id);
    return Uni.createFrom()
        .deferred(
            () ->
                outbox.publish(
                    List.of(new Command.Cancel(id, account, clock.instant()).toRecord(lane))));
  }
}
