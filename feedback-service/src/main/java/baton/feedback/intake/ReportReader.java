package baton.feedback.intake;

import baton.contracts.event.About;
import baton.contracts.event.Event;
import baton.contracts.token.ReturnPath.Origin;
import baton.feedback.arf.ArfReader;
import baton.feedback.arf.Complaint;
import baton.feedback.attribution.Attributed;
import baton.feedback.attribution.Attribution;
import baton.feedback.dsn.Bounce;
import baton.feedback.dsn.DeliveryReport;
import baton.feedback.dsn.DsnReader;
import baton.feedback.intake.Finding.Kind;
import baton.feedback.recognition.Recognised;
import baton.feedback.recognition.Recognised.DeliveryStatus;
import baton.feedback.recognition.Recognised.FeedbackReport;
import baton.feedback.recognition.Recognised.Other;
import baton.feedback.recognition.Recognition;
import baton.smtp.grammar.EnhancedStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Leads a message through the rooms and says what follows from it. Pure: publishes nothing. */
final class ReportReader {

  private final Recognition recognition;
  private final Attribution attribution;

  ReportReader(Recognition recognition, Attribution attribution) {
    this.recognition = recognition;
    this.attribution = attribution;
  }

  /**
   * What follows from a message.
   *
   * @param now when it came; the report's own dates are a stranger's words
   */
  Finding read(byte[] raw, List<Origin> origins, Instant now) {
    Recognised recognised = recognition.recognise(raw);
    return switch (recognised) {
      case FeedbackReport report ->
          ArfReader.read(report)
              .map(complaint -> complaint(complaint, attribution(origins, report), raw, now))
              .orElseGet(() -> Finding.nothing(Kind.ARF, Outcome.UNREADABLE));
      case DeliveryStatus notification ->
          DsnReader.read(notification)
              .map(report -> bounce(report, attribution(origins, notification), raw, now))
              .orElseGet(() -> Finding.nothing(Kind.DSN, Outcome.UNREADABLE));
      case Other() -> Finding.nothing(Kind.OTHER, Outcome.NOT_UNDERSTOOD);
    };
  }

  private List<Attributed> attribution(List<Origin> origins, FeedbackReport report) {
    return attribution.attribute(origins, report.original());
  }

  private List<Attributed> attribution(List<Origin> origins, DeliveryStatus notification) {
    return attribution.attribute(origins, notification.original());
  }

  private static Finding complaint(
      Complaint complaint, List<Attributed> messages, byte[] raw, Instant now) {
    if (messages.isEmpty()) {
      return Finding.nothing(Kind.ARF, Outcome.FOREIGN);
    }
    if (!complaint.type().complaint()) {
      return Finding.nothing(Kind.ARF, Outcome.NO_CHANGE);
    }
    String report = ReportId.of(raw);
    return new Finding(
        Kind.ARF,
        Outcome.PUBLISHED,
        messages.stream()
            .map(
                message ->
                    new Event.Complained(
                        about(message),
                        now,
                        report,
                        complaint.type().toString(),
                        complaint.reporter().orElse(null)))
            .toList());
  }

  private static Finding bounce(
      DeliveryReport report, List<Attributed> messages, byte[] raw, Instant now) {
    if (messages.isEmpty()) {
      return Finding.nothing(Kind.DSN, Outcome.FOREIGN);
    }
    String id = ReportId.of(raw);
    List<Event.BouncedLater> events =
        messages.stream().flatMap(it -> bounced(report, it, id, now).stream()).toList();
    return events.isEmpty()
        ? Finding.nothing(Kind.DSN, Outcome.NO_CHANGE)
        : new Finding(Kind.DSN, Outcome.PUBLISHED, events);
  }

  private static Optional<Event.BouncedLater> bounced(
      DeliveryReport report, Attributed message, String id, Instant now) {
    Optional<Bounce> bounce = report.bounce(message.recipient());
    return bounce.map(
        it ->
            new Event.BouncedLater(
                about(message),
                now,
                id,
                it.bounceClass().name(),
                it.reply(),
                it.status().map(EnhancedStatus::toString).orElse(null),
                it.hard(),
                report.reportingServer().orElse(null),
                true));
  }

  private static About about(Attributed message) {
    return About.of(message.messageId(), message.account(), message.recipient().orElse(null));
  }
}
