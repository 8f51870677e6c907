package baton.smtp.reply;

import baton.smtp.grammar.EnhancedStatus;
import baton.smtp.grammar.Reply;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says what a remote server's reply means for a message.
 *
 * <p>What to do follows the code: 2xx is delivered, 4xx is always tried again, 5xx gives up. For
 * doubt means deferred, three things turn a 5xx into another attempt: wording that says the refusal
 * passes (rate limits, greylisting, "temporarily", "try again later"; the rules {@code Passing} and
 * those marked {@code retry}); an enhanced status of class 4 beside it; and a refusal that came
 * before MAIL, which is about this host and this moment and not about the message (RFC 5321 section
 * 3.1; the caller tries the next host first).
 *
 * <p>Why follows the first rule that applies in the file {@code rules} beside this class: wording
 * that servers are known to use under a wrong enhanced status, the enhanced status where it is
 * precise, wording where it is vague, and last the status's subject alone.
 *
 * <p>Until RCPT the recipient was not yet named, so nothing said before it is about the recipient,
 * whatever the words are.
 */
public final class ReplyClassifier {

  /** More of a reply than this says nothing new. */
  private static final int LONGEST = 2_000;

  /** Addresses are the sender's or recipient's words, not the server's. */
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>()\\[\\]\"',;:]+@[^\\s<>()\"',;:]+");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static final RuleBook RULES = RuleBook.shipped();

  private ReplyClassifier() {}

  /**
   * Classifies a reply.
   *
   * @param phase where in the conversation it was given; RCPT where unknown, as in delivery reports
   */
  public static Classification classify(Reply reply, Phase phase) {
    if (reply.positive()) {
      return new Classification(BounceClass.Uncategorized, false, Action.DELIVERED);
    }
    if (reply.intermediate()) {
      return new Classification(BounceClass.ProtocolError, false, Action.RETRY);
    }
    Optional<EnhancedStatus> status = ReplyText.status(reply);
    String words = words(reply);
    Optional<Rule> decisive =
        RULES.rules().stream()
            .filter(rule -> phase.compareTo(Phase.RCPT) >= 0 || !aboutRecipient(rule.bounceClass()))
            .filter(rule -> rule.applies(reply.code(), status, words))
            .findFirst();
    boolean passing =
        reply.transientFailure()
            || phase.compareTo(Phase.MAIL) < 0
            || status.filter(s -> s.category() == 4).isPresent()
            || decisive.filter(Rule::retry).isPresent()
            || RULES.passes(words);
    BounceClass otherwise =
        phase.compareTo(Phase.MAIL) < 0 ? BounceClass.ConnectionError : BounceClass.Uncategorized;
    return new Classification(
        decisive.map(Rule::bounceClass).orElse(otherwise),
        !passing && decisive.filter(Rule::hard).isPresent(),
        passing ? Action.RETRY : Action.BOUNCE);
  }

  /**
   * Classifies a reply that was quoted somewhere, as a delivery report or a log does. Where the
   * text has neither a code nor an enhanced status, its words still say why; that it is final is
   * then in doubt, so the action is {@code RETRY}.
   */
  public static Classification classify(String text) {
    return ReplyText.parse(text)
        .map(reply -> classify(reply, Phase.RCPT))
        .orElseGet(() -> classify(Reply.of(451, text), Phase.RCPT));
  }

  private static boolean aboutRecipient(BounceClass bounceClass) {
    return switch (bounceClass) {
      case InvalidRecipient, BadDomain, InactiveMailbox, MailboxFull -> true;
      case MessageTooLarge,
          SpamBlock,
          SpamContent,
          Blocklisted,
          PolicyRelated,
          AuthenticationFailed,
          RateLimited,
          Greylisted,
          RelayDenied,
          ProtocolError,
          RoutingError,
          ConnectionError,
          TlsError,
          Expired,
          AutoReply,
          Uncategorized ->
          false;
    };
  }

  private static String words(Reply reply) {
    String text = reply.text();
    String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return BLANKS.matcher(ADDRESS.matcher(bounded).replaceAll("@")).replaceAll(" ").strip();
  }
}
