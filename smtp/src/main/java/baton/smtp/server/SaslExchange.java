package baton.smtp.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** An AUTH exchange that waits for the peer's next response (RFC 4954, RFC 4616). */
sealed interface SaslExchange {

  /** What a response leads to. */
  sealed interface Step {}

  /**
   * The peer is asked for more.
   *
   * @param text base64 as it stands behind 334
   */
  record Challenge(String text, SaslExchange exchange) implements Step {}

  /** All has been said. */
  record Complete(Credentials credentials) implements Step {}

  /**
   * The response cannot be read.
   *
   * @param sentence names the fault
   */
  record Malformed(String sentence) implements Step {}

  /** The peer wants to act for somebody else, which nobody may here. */
  record ActsForAnother() implements Step {}

  /** What is said with 334 to begin with, where the peer sent no initial response. */
  String challenge();

  /** Reads a response that has been decoded. */
  Step respond(String response);

  /** The exchange of a mechanism; empty where Baton does not know it. */
  static Optional<SaslExchange> of(String mechanism) {
    return switch (mechanism) {
      case "PLAIN" -> Optional.of(new Plain());
      case "LOGIN" -> Optional.of(new LoginUser());
      default -> Optional.empty();
    };
  }

  /** Reads a response as it came: base64, or {@code =} for an empty one. */
  default Step respondBase64(String base64) {
    if (base64.equals("=")) {
      return respond("");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return respond(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException _) {
      return new Malformed("AUTH response is not base64");
    } catch (CharacterCodingException _) {
      return new Malformed("AUTH response is not UTF-8");
    }
  }

  private static Step complete(String user, String password) {
    return user.isEmpty() || password.isEmpty()
        ? new Malformed("AUTH response has no user name or no password")
        : new Complete(new Credentials(user, password));
  }

  /** RFC 4616: authorization identity, user name and password, NUL between them. */
  record Plain() implements SaslExchange {

    @Override
    public String challenge() {
      return "";
    }

    @Override
    public Step respond(String response) {
      String[] parts = response.split("\0", -1);
      if (parts.length != 3) {
        return new Malformed("AUTH PLAIN response is not identity NUL user NUL password");
      }
      if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
        return new ActsForAnother();
      }
      return complete(parts[1], parts[2]);
    }
  }

  /** The first step of LOGIN, which no RFC defines and every mail program speaks. */
  record LoginUser() implements SaslExchange {

    /** {@code Username:}. */
    @Override
    public String challenge() {
      return "VXNlcm5hbWU6";
    }

    @Override
    public Step respond(String response) {
      LoginPassword next = new LoginPassword(response);
      return new Challenge(next.challenge(), next);
    }
  }

  /** The second step of LOGIN. */
  record LoginPassword(String user) implements SaslExchange {

    /** {@code Password:}. */
    @Override
    public String challenge() {
      return "UGFzc3dvcmQ6";
    }

    @Override
    public Step respond(String response) {
      return complete(user, response);
    }
  }
}
