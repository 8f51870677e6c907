package baton.feedback.dsn;

import baton.feedback.recognition.Fields;
import baton.smtp.grammar.EnhancedStatus;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Classification;
import baton.smtp.reply.Phase;
import baton.smtp.reply.ReplyClassifier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What became of the message for one recipient (RFC 3464 section 2.3).
 *
 * @param original to whom the sender had addressed it; empty where the report does not tell
 * @param last the address at the end of all forwarding; empty where the report does not tell
 * @param action what was done
 * @param status as the reporting server sees it; empty where it wrote none, or none of RFC 3463's
 * @param diagnostic the words of the server that refused; empty where there are none
 */
public record RecipientStatus(
    Optional<ReportedAddress> original,
    Optional<ReportedAddress> last,
    Action action,
    Optional<EnhancedStatus> status,
    Optional<Diagnostic> diagnostic) {

  private static final Pattern STATUS = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3}");

  /** Reads a group of fields; empty where it does not tell what was done. */
  static Optional<RecipientStatus> read(Fields group) {
    Optional<EnhancedStatus> status = group.firstFilled("status").flatMap(RecipientStatus::status);
    return action(group, status)
        .map(
            action ->
                new RecipientStatus(
                    group.firstFilled("original-recipient").flatMap(ReportedAddress::parse),
                    group.firstFilled("final-recipient").flatMap(ReportedAddress::parse),
                    action,
                    status,
                    group.firstFilled("diagnostic-code").flatMap(Diagnostic::parse)));
  }

  /** Servers append comments to the status, or write it behind a hash. */
  private static Optional<EnhancedStatus> status(String value) {
    Matcher matcher = STATUS.matcher(value);
    return matcher.find() ? EnhancedStatus.parse(matcher.group()) : Optional.empty();
  }

  /** A server that forgets the action mostly gives a status, whose class says as much. */
  private static Optional<Action> action(Fields group, Optional<EnhancedStatus> status) {
    return group
        .firstFilled("action")
        .flatMap(Action::of)
        .or(() -> status.map(EnhancedStatus::category).flatMap(RecipientStatus::implied));
  }

  private static Optional<Action> implied(int category) {
    return switch (category) {
      case 2 -> Optional.of(Action.DELIVERED);
      case 4 -> Optional.of(Action.DELAYED);
      default -> Optional.of(Action.FAILED);
    };
  }

  boolean isFor(String address) {
    return original.filter(it -> it.is(address)).isPresent()
        || last.filter(it -> it.is(address)).isPresent();
  }

  boolean failed() {
    return action == Action.FAILED;
  }

  /**
   * Why it failed. The words of the server that refused count for more than the status that the
   * reporting server made of them: often 5.0.0, and now and then another's.
   */
  Bounce bounce() {
    Optional<EnhancedStatus> telling = telling();
    String text = diagnostic.map(Diagnostic::text).orElse("");
    Classification meaning =
        ReplyClassifier.classify(
            new Reply(code(), telling.orElse(null), List.of(text)), Phase.RCPT);
    return new Bounce(meaning.bounceClass(), meaning.hard(), words(), telling);
  }

  /** The first status that says more than success or failure, {@code 5.0.0}; or else any. */
  private Optional<EnhancedStatus> telling() {
    List<EnhancedStatus> known =
        Stream.concat(diagnostic.flatMap(Diagnostic::status).stream(), status.stream()).toList();
    return known.stream()
        .filter(it -> it.subject() != 0 || it.detail() != 0)
        .findFirst()
        .or(() -> known.stream().findFirst());
  }

  private int code() {
    return diagnostic
        .map(Diagnostic::code)
        .orElse(OptionalInt.empty())
        .orElseGet(() -> telling().filter(it -> it.category() == 4).isPresent() ? 450 : 550);
  }

  private String words() {
    return diagnostic
        .map(Diagnostic::words)
        .or(() -> status.map(EnhancedStatus::toString))
        .orElse("failed");
  }
}
