package baton.feedback.dsn;

import baton.feedback.recognition.Fields;
import baton.feedback.recognition.Recognised;
import java.util.List;
import java.util.Optional;

/** Reads the groups of fields of {@code message/delivery-status} (RFC 3464 section 2). */
public final class DsnReader {

  /** Longest name of a reporting server that is passed on, in characters (RFC 1035: 253). */
  private static final int MAX_NAME = 255;

  private DsnReader() {}

  /**
   * What the notification says; empty where it tells of no recipient what was done.
   *
   * <p>The first group should be about the message and the others about a recipient each, but some
   * servers write all into one: so each group is asked what it is.
   */
  public static Optional<DeliveryReport> read(Recognised.DeliveryStatus notification) {
    List<RecipientStatus> recipients =
        notification.groups().stream()
            .map(RecipientStatus::read)
            .flatMap(Optional::stream)
            .toList();
    if (recipients.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new DeliveryReport(reportingServer(notification.groups()), recipients));
  }

  private static Optional<String> reportingServer(List<Fields> groups) {
    return groups.stream()
        .flatMap(group -> group.firstFilled("reporting-mta").stream())
        .map(field -> TypedField.parse(field).value())
        .map(name -> name.substring(0, Math.min(name.length(), MAX_NAME)))
        .findFirst();
  }
}
