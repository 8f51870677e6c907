package baton.submission.prepare;

import baton.contracts.token.Token;
import baton.contracts.token.TokenSealer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The tracking service's URLs.
 *
 * @param url where that service is reached, without a slash at its end
 */
record Tracking(String url, TokenSealer sealer) {

  ForMessage forMessage(UUID id, String account, String recipient) {
    return new ForMessage(url, sealer.forMessage(id, account, recipient));
  }

  /** The URLs and tokens of one message to one recipient. */
  record ForMessage(String url, TokenSealer.ForMessage tokens) {

    /** For X-Baton-Ref. */
    String reference() {
      return tokens.seal(Token.Kind.REF);
    }

    String unsubscribe() {
      return url + "/t/u/" + tokens.seal(Token.Kind.UNSUBSCRIBE);
    }

    byte[] link(int number, String target) {
      return ascii(url + "/t/c/" + tokens.sealLink(number, target));
    }

    byte[] pixel() {
      String source = url + "/t/o/" + tokens.seal(Token.Kind.OPEN);
      return ascii("<img src=\"" + source + "\" width=\"1\" height=\"1\" alt=\"\">");
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
