package baton.feedback.dsn;

import java.util.List;
import java.util.Optional;

/**
 * What a notification says of one message.
 *
 * @param reportingServer name of the server that wrote it; empty where not told. Unverified
 * @param recipients at least one: several where the recipient's side had expanded an alias
 */
public record DeliveryReport(Optional<String> reportingServer, List<RecipientStatus> recipients) {

  public DeliveryReport {
    recipients = List.copyOf(recipients);
  }

  /**
   * Whether the message bounced. Baton sends each recipient a message of their own, so a report on
   * it has one answer, whatever became of the addresses that its recipient forwards to:
   *
   * <ul>
   *   <li>where a group is about the recipient, that group says it;
   *   <li>where none is, or the recipient is not known, the first failure says it; but it is hard
   *       only where every group says so, for an alias with one dead member is not dead.
   * </ul>
   *
   * @param recipient to whom the message was sent; empty where not known
   * @return empty where nothing failed
   */
  public Optional<Bounce> bounce(Optional<String> recipient) {
    List<RecipientStatus> concerned = concerned(recipient);
    Optional<RecipientStatus> first =
        concerned.stream().filter(RecipientStatus::failed).findFirst();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Bounce bounce = first.get().bounce();
    boolean hard = concerned.stream().allMatch(it -> it.failed() && it.bounce().hard());
    return Optional.of(new Bounce(bounce.bounceClass(), hard, bounce.reply(), bounce.status()));
  }

  private List<RecipientStatus> concerned(Optional<String> recipient) {
    List<RecipientStatus> named =
        recipient
            .map(address -> recipients.stream().filter(it -> it.isFor(address)).toList())
            .orElse(List.of());
    return named.isEmpty() ? recipients : named;
  }
}
