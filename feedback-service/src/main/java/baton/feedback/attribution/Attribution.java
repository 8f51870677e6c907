package baton.feedback.attribution;

import baton.contracts.token.ReturnPath.Origin;
import baton.contracts.token.Token;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import baton.feedback.attribution.Attributed.Evidence;
import baton.feedback.recognition.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Finds the message that a report is about. Only what this platform sealed itself counts: the
 * return path in the envelope, authenticated by its MAC, then the {@code X-Baton-Ref} token in the
 * header of the returned original. What the report says in words, the addresses and ids that it
 * names, is never asked, for anybody can write a report.
 *
 * <p>Where the two disagree, the return path wins: servers on the way put nothing into it, while a
 * returned header may be that of another message that the original quoted or carried. Nothing of
 * the token is used then. In particular a message id from one is never joined with a recipient from
 * the other: that would let whoever holds two tokens name a victim.
 *
 * <p>What can a hostile party do? Both tokens stand in the header of the delivered message, so they
 * are known to its recipient and to those to whom the recipient shows it. With them one can say
 * that this message bounced or was complained of, once per report, and in the end have its recorded
 * recipient suppressed for its account: what that recipient could ask for in any case. No token
 * leads to another message, another recipient or another account. A recipient that is a public
 * archive shows its tokens to everybody; what they are good for is the same.
 */
public final class Attribution {

  /** Name of the header that submission writes, in lower case. */
  private static final String REFERENCE = "x-baton-ref";

  /** A header has one; more are looked at for a while, because forwarders prepend their own. */
  private static final int MAX_REFERENCES = 5;

  private final TokenSealer sealer;

  public Attribution(TokenKeys keys) {
    this.sealer = new TokenSealer(keys);
  }

  /**
   * The messages that a report is about.
   *
   * @param origins what the return paths said to which it was sent; empty where it was sent to a
   *     feedback loop's address
   * @param original header of the returned message
   * @return one for each different origin; without origins the one of the token, where it opens
   */
  public List<Attributed> attribute(List<Origin> origins, Fields original) {
    Optional<Token> reference = reference(original);
    if (origins.isEmpty()) {
      return reference.map(Attribution::byReference).stream().toList();
    }
    return origins.stream().distinct().map(origin -> byReturnPath(origin, reference)).toList();
  }

  private Optional<Token> reference(Fields original) {
    return original.values(REFERENCE).stream()
        .limit(MAX_REFERENCES)
        .map(value -> sealer.open(value.replaceAll("\\s", "")))
        .flatMap(Optional::stream)
        .filter(token -> token.kind() == Token.Kind.REF)
        .findFirst();
  }

  private static Attributed byReference(Token token) {
    return new Attributed(
        token.messageId(), token.account(), Optional.of(token.recipient()), Evidence.REFERENCE);
  }

  private static Attributed byReturnPath(Origin origin, Optional<Token> reference) {
    return new Attributed(
        origin.messageId(),
        origin.account(),
        reference.filter(token -> agrees(token, origin)).map(Token::recipient),
        Evidence.RETURN_PATH);
  }

  private static boolean agrees(Token token, Origin origin) {
    return token.messageId().equals(origin.messageId()) && token.account().equals(origin.account());
  }
}
