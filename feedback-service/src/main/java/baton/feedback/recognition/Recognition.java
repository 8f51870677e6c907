package baton.feedback.recognition;

import baton.feedback.recognition.Recognised.DeliveryStatus;
import baton.feedback.recognition.Recognised.FeedbackReport;
import baton.feedback.recognition.Recognised.Other;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a returned message is by its structure: the machine-readable part that it carries, or
 * else the report type that it claims (RFC 6522). The part counts for more than the claim, because
 * relays and mailing lists rewrite the outermost {@code Content-Type} more often than the parts.
 */
public final class Recognition {

  private static final Set<String> FEEDBACK_REPORT = Set.of("message/feedback-report");

  private static final Set<String> DELIVERY_STATUS =
      Set.of("message/delivery-status", "message/global-delivery-status");

  /** Where the original, or its header, is returned (RFC 6522 section 3, RFC 6533 section 5). */
  private static final Set<String> ORIGINAL =
      Set.of(
          "message/rfc822",
          "message/global",
          "text/rfc822-headers",
          "message/global-headers",
          "message/rfc822-headers");

  private final Limits limits;
  private final MimeReader reader;

  public Recognition(Limits limits) {
    this.limits = limits;
    this.reader = new MimeReader(limits);
  }

  /**
   * Looks at a message.
   *
   * @param raw all of it, header and body, of any size and any content
   */
  public Recognised recognise(byte[] raw) {
    MimeReader.Structure structure = reader.read(raw);
    List<Part> parts = structure.parts();
    Optional<Part> feedback = first(parts, FEEDBACK_REPORT);
    Optional<Part> status = first(parts, DELIVERY_STATUS);
    if (feedback.isPresent() || is(structure, "feedback-report")) {
      return new FeedbackReport(feedback.map(this::onlyGroup).orElse(Fields.NONE), original(parts));
    }
    if (status.isPresent() || is(structure, "delivery-status")) {
      return new DeliveryStatus(status.map(this::groups).orElse(List.of()), original(parts));
    }
    return new Other();
  }

  private static boolean is(MimeReader.Structure structure, String reportType) {
    return structure.reportType().equals(reportType);
  }

  private static Optional<Part> first(List<Part> parts, Set<String> types) {
    return parts.stream().filter(part -> types.contains(part.type())).findFirst();
  }

  private List<Fields> groups(Part part) {
    return Fields.groups(part.text(), limits);
  }

  /** RFC 5965 section 3 knows one group; some reporters put empty lines into it all the same. */
  private Fields onlyGroup(Part part) {
    return new Fields(groups(part).stream().flatMap(group -> group.all().stream()).toList());
  }

  private Fields original(List<Part> parts) {
    return first(parts, ORIGINAL)
        .map(part -> Fields.header(part.text(), limits))
        .orElse(Fields.NONE);
  }
}
