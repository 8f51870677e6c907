package baton.feedback.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.token.Token;
import baton.contracts.token.TokenSealer;
import baton.feedback.Samples;
import baton.feedback.Samples.Sent;
import baton.feedback.attribution.Attributed.Evidence;
import baton.feedback.recognition.Fields;
import baton.feedback.recognition.Fields.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttributionTest {

  private final Samples samples = Samples.ofOwnKey();
  private final Attribution attribution = new Attribution(samples.keys());
  private final Sent mine = samples.sent("mine@provider.example");
  private final Sent other = samples.sent("other@provider.example");

  @Test
  void theReturnPathAloneTellsTheMessageButNotTheRecipient() {
    assertThat(attribution.attribute(List.of(mine.origin()), Fields.NONE))
        .containsExactly(new Attributed(mine.id(), "demo", Optional.empty(), Evidence.RETURN_PATH));
  }

  @Test
  void theReferenceOfTheSameMessageAddsTheRecipient() {
    assertThat(attribution.attribute(List.of(mine.origin()), header(mine.reference())))
        .containsExactly(
            new Attributed(
                mine.id(), "demo", Optional.of("mine@provider.example"), Evidence.RETURN_PATH));
  }

  @Test
  void theReferenceAloneTellsMessageAndRecipient() {
    assertThat(attribution.attribute(List.of(), header(mine.reference())))
        .containsExactly(
            new Attributed(
                mine.id(), "demo", Optional.of("mine@provider.example"), Evidence.REFERENCE));
  }

  @Test
  void whereTheyDisagreeTheReturnPathWinsAndNothingOfTheReferenceIsUsed() {
    assertThat(attribution.attribute(List.of(mine.origin()), header(other.reference())))
        .containsExactly(new Attributed(mine.id(), "demo", Optional.empty(), Evidence.RETURN_PATH));
  }

  @Test
  void aForgedReferenceIsNone() {
    String reference = mine.reference();
    for (int i = 0; i < reference.length(); i++) {
      char another = reference.charAt(i) == 'A' ? 'B' : 'A';
      String forged = reference.substring(0, i) + another + reference.substring(i + 1);
      assertThat(attribution.attribute(List.of(), header(forged))).as("character %d", i).isEmpty();
    }
    assertThat(attribution.attribute(List.of(), header("", "!", "x".repeat(20_000)))).isEmpty();
  }

  @Test
  void aReferenceOfAnotherPlatformIsNone() {
    assertThat(attribution.attribute(List.of(), header(Samples.ofOwnKey().sent().reference())))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Token.Kind.class, names = "REF", mode = EnumSource.Mode.EXCLUDE)
  void aTokenOfAnotherKindIsNoReference(Token.Kind kind) {
    TokenSealer.ForMessage seal =
        new TokenSealer(samples.keys()).forMessage(mine.id(), "demo", "mine@provider.example");
    String token =
        kind == Token.Kind.CLICK ? seal.sealLink(1, "https://shop.example/") : seal.seal(kind);

    assertThat(attribution.attribute(List.of(), header(token))).isEmpty();
  }

  @Test
  void theFirstReferenceThatOpensCounts() {
    assertThat(
            attribution.attribute(List.of(), header("junk", mine.reference(), other.reference())))
        .extracting(Attributed::messageId)
        .containsExactly(mine.id());
  }

  @Test
  void aReferenceThatWasFoldedOnItsWayOpens() {
    String folded = mine.reference().substring(0, 60) + " " + mine.reference().substring(60);

    assertThat(attribution.attribute(List.of(), header(folded))).hasSize(1);
  }

  @Test
  void severalReturnPathsAreSeveralMessagesAndOneTwiceIsOne() {
    assertThat(
            attribution.attribute(
                List.of(mine.origin(), other.origin(), mine.origin()), Fields.NONE))
        .extracting(Attributed::messageId)
        .containsExactly(mine.id(), other.id());
  }

  private static Fields header(String... references) {
    return new Fields(Stream.of(references).map(it -> new Field("x-baton-ref", it)).toList());
  }
}
