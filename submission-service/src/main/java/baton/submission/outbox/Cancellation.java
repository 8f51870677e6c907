package baton.submission.outbox;

import baton.contracts.TopicRecord;
import baton.contracts.command.Command;
import baton.contracts.event.Event;
import baton.contracts.outbound.Lane;
import baton.smtp.grammar.EmailAddress;
import baton.submission.admission.Receipt;
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
   * Asks. Completes when the command is durable; fails as {@link Outbox#publish}.
   *
   * @param accepted what was recorded when the message was taken over from that account
   */
  public Uni<Void> ask(Event.Accepted accepted) {
    String recipient = accepted.about().recipient();
    return recipient == null
        ? Uni.createFrom().voidItem()
        : ask(accepted.about().account(), List.of(new Receipt(recipient, accepted.messageId())));
  }

  /**
   * Asks for several of an account's messages. Completes when the commands are durable; fails as
   * {@link Outbox#publish}.
   *
   * @param messages as they were accepted; at most some thousands
   */
  public Uni<Void> ask(String account, List<Receipt> messages) {
    return Uni.createFrom()
        .deferred(
            () ->
                outbox.publish(
                    messages.stream().map(message -> command(account, message)).toList()));
  }

  private TopicRecord command(String account, Receipt message) {
    // As Preparation chose it: every domain has one lane.
    String lane = Lane.key(EmailAddress.parse(message.recipient()).domain(), 1, message.id());
    return new Command.Cancel(message.id(), account, clock.instant()).toRecord(lane);
  }
}
