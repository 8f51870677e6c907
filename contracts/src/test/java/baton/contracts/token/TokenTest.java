package baton.contracts.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.MessageId;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenTest {

  private static final TokenKeys KEYS = TokenKeys.parse(TokenKeys.generate(1));
  private static final UUID ID = MessageId.next();
  private final TokenSealer sealer = new TokenSealer(KEYS);
  private final ReturnPath returnPath = new ReturnPath(KEYS);

  @Test
  void aSealedLinkOpensToWhatWasSealed() {
    String url = "https://example.com/?q=%C3%BC&ä=1";
    String token = sealer.forMessage(ID, "demo", "zoë@example.org").sealLink(513, url);

    assertThat(sealer.open(token))
        .contains(new Token(ID, "demo", "zoë@example.org", Token.Kind.CLICK, 513, url));
    assertThat(token).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void everySingleChangedCharacterIsFound() {
    String token = sealer.forMessage(ID, "demo", "a@example.org").seal(Token.Kind.OPEN);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String forged = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(sealer.open(forged)).as("character %d", i).isEmpty();
    }
  }

  @Test
  void aTokenHasOneSpellingOnly() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/";
    // Three lengths in a row: one of them, two, or no octets are left over in the last four.
    for (String recipient : new String[] {"a@b.cd", "a@b.cde", "a@b.cdef"}) {
      String token = sealer.forMessage(ID, "demo", recipient).seal(Token.Kind.OPEN);
      String begin = token.substring(0, token.length() - 1);
      assertThat(alphabet.chars().filter(c -> sealer.open(begin + (char) c).isPresent()).count())
          .isEqualTo(1);
      assertThat(sealer.open(token + "=")).isEmpty();
      assertThat(sealer.open(token + "==")).isEmpty();
    }
  }

  @Test
  void aTruncatedTokenIsNone() {
    String token = sealer.forMessage(ID, "demo", "a@example.org").seal(Token.Kind.OPEN);
    for (int i = 0; i < token.length(); i++) {
      assertThat(sealer.open(token.substring(0, i))).isEmpty();
    }
  }

  @Test
  void junkIsNoTokenAndNoException() {
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      String junk =
          random
              .ints(random.nextInt(300), 1, 0x2000)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(sealer.open(junk)).isEmpty();
      assertThat(returnPath.open(junk)).isEmpty();
    }
    assertThat(sealer.open("A".repeat(TokenSealer.MAX_LENGTH + 1))).isEmpty();
  }

  @Test
  void anOldKeyStillOpensAndTheFirstSeals() {
    String old = TokenKeys.generate(1);
    String token =
        new TokenSealer(TokenKeys.parse(old))
            .forMessage(ID, "demo", "a@example.org")
            .seal(Token.Kind.UNSUBSCRIBE);
    TokenSealer rotated = new TokenSealer(TokenKeys.parse(TokenKeys.generate(2) + "," + old));

    assertThat(rotated.open(token)).isPresent();
    assertThat(sealer.open(rotated.forMessage(ID, "demo", "a@b.c").seal(Token.Kind.OPEN)))
        .isEmpty();
  }

  @Test
  void aReturnPathFitsALocalPartAndSurvivesAChangeOfCase() {
    String localPart = returnPath.localPart(ID, "demo");

    assertThat(localPart).hasSizeLessThanOrEqualTo(64).startsWith("b-");
    assertThat(returnPath.open(localPart.toUpperCase(Locale.ROOT)))
        .contains(new ReturnPath.Origin(ID, "demo"));
  }

  @Test
  void aForgedReturnPathIsFound() {
    String localPart = returnPath.localPart(ID, "demo");
    for (int i = ReturnPath.PREFIX.length(); i < localPart.length(); i++) {
      char other = localPart.charAt(i) == 'a' ? 'b' : 'a';
      String forged = localPart.substring(0, i) + other + localPart.substring(i + 1);
      assertThat(returnPath.open(forged)).as("character %d", i).isEmpty();
    }
  }

  @Test
  void keysThatMakeNoSenseAreRefusedWithASentenceThatKeepsThemSecret() {
    assertThatThrownBy(() -> TokenKeys.parse("c2VjcmV0")).hasMessageContaining("ID:BASE64");
    assertThatThrownBy(() -> TokenKeys.parse("300:c2VjcmV0")).hasMessageContaining("0 to 255");
    assertThatThrownBy(() -> TokenKeys.parse("1:c2VjcmV0"))
        .hasMessageContaining("32 octets")
        .hasMessageNotContaining("c2VjcmV0");
  }
}
