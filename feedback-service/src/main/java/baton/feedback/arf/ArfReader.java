package baton.feedback.arf;

import baton.feedback.recognition.Fields;
import baton.feedback.recognition.Recognised;
import java.util.Optional;

/** Reads the fields of {@code message/feedback-report} (RFC 5965 section 3). */
public final class ArfReader {

  private ArfReader() {}

  /**
   * What the report says; empty where it has no {@code Feedback-Type}, which RFC 5965 section 3.1
   * demands: such a report might as well take a complaint back.
   */
  public static Optional<Complaint> read(Recognised.FeedbackReport report) {
    Fields fields = report.report();
    return fields
        .firstFilled("feedback-type")
        .map(type -> new Complaint(FeedbackType.of(type), reporter(fields)));
  }

  private static Optional<String> reporter(Fields fields) {
    return fields
        .firstFilled("user-agent")
        .map(agent -> agent.substring(0, Math.min(agent.length(), Complaint.MAX_REPORTER)));
  }
}
