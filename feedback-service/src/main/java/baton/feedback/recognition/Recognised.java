package baton.feedback.recognition;

import java.util.List;

/** What a returned message is. The vocabulary is closed and grows with the rooms that read it. */
public sealed interface Recognised {

  /**
   * A complaint or another report in the abuse reporting format (RFC 5965).
   *
   * @param report fields of {@code message/feedback-report}; {@link Fields#NONE} where the message
   *     calls itself such a report and has none
   * @param original header of the message that is reported about; {@link Fields#NONE} where it was
   *     not returned
   */
  record FeedbackReport(Fields report, Fields original) implements Recognised {}

  /**
   * A delivery status notification (RFC 3464, or RFC 6533 in UTF-8).
   *
   * @param groups the groups of fields of {@code message/delivery-status}, in order; empty where
   *     the message calls itself such a notification and has none
   * @param original header of the message that is reported about; {@link Fields#NONE} where it was
   *     not returned
   */
  record DeliveryStatus(List<Fields> groups, Fields original) implements Recognised {
    public DeliveryStatus {
      groups = List.copyOf(groups);
    }
  }

  /** Neither: counted, and it changes nothing. */
  record Other() implements Recognised {}
}
