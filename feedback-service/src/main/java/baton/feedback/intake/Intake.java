package baton.feedback.intake;

import baton.contracts.event.Event;
import baton.contracts.token.ReturnPath.Origin;
import baton.feedback.attribution.Attribution;
import baton.feedback.intake.Finding.Kind;
import baton.feedback.recognition.Recognition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a returned message: reads it, publishes what follows, counts and logs it. */
public final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final ReportReader reader;
  private final FeedbackEvents events;
  private final MeterRegistry meters;
  private final Clock clock;

  public Intake(
      Recognition recognition,
      Attribution attribution,
      FeedbackEvents events,
      MeterRegistry meters,
      Clock clock) {
    this.reader = new ReportReader(recognition, attribution);
    this.events = events;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Takes a message. Reading it costs processor time in proportion to its size, on the caller's
   * thread; only publishing waits.
   *
   * @param raw header and body
   * @param origins what the return paths said to which it was sent; empty for a feedback loop's
   *     address
   * @param peer whence it came, for the log
   * @return what became of it; never fails. All but {@link Outcome#UNAVAILABLE} are final: the
   *     events are durable, or it is certain that the message changes nothing
   */
  public Uni<Outcome> take(byte[] raw, List<Origin> origins, String peer) {
    Finding finding = read(raw, origins);
    if (finding.events().isEmpty()) {
      return Uni.createFrom().item(() -> close(finding, finding.outcome(), raw.length, peer));
    }
    return events
        .publish(finding.events())
        .map(_ -> close(finding, Outcome.PUBLISHED, raw.length, peer))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warn("feedback not kept: {}", failure.toString());
              return close(finding, Outcome.UNAVAILABLE, raw.length, peer);
            });
  }

  /** One poisonous message must not stop the stream, not even one that finds a fault of ours. */
  private Finding read(byte[] raw, List<Origin> origins) {
    try {
      return reader.read(raw, origins, clock.instant());
    } catch (RuntimeException e) {
      LOG.error("feedback could not be read: report={}", ReportId.of(raw), e);
      return Finding.nothing(Kind.OTHER, Outcome.UNREADABLE);
    }
  }

  private Outcome close(Finding finding, Outcome outcome, int size, String peer) {
    Counter.builder("baton.feedback.reports")
        .description("Returned messages, by what they were and what became of them")
        .tag("kind", finding.kind().toString())
        .tag("outcome", outcome.toString())
        .register(meters)
        .increment();
    if (outcome == Outcome.PUBLISHED) {
      finding.events().forEach(event -> log(event, finding.kind(), peer));
    } else {
      LOG.info("feedback {}: kind={} size={} peer={}", outcome, finding.kind(), size, peer);
    }
    return outcome;
  }

  private static void log(Event.FromFeedback event, Kind kind, String peer) {
    switch (event) {
      case Event.Complained complaint ->
          LOG.info(
              "complained: message={} account={} recipient={} kind={} type={} peer={}",
              complaint.messageId(),
              complaint.about().account(),
              recipient(complaint),
              kind,
              complaint.feedbackType(),
              peer);
      case Event.BouncedLater bounce ->
          LOG.info(
              "bounced later: message={} account={} recipient={} kind={} class={} hard={} peer={}",
              bounce.messageId(),
              bounce.about().account(),
              recipient(bounce),
              kind,
              bounce.bounceClass(),
              bounce.hard(),
              peer);
    }
  }

  private static String recipient(Event event) {
    String recipient = event.about().recipient();
    return recipient == null ? "-" : recipient;
  }
}
