package baton.submission.prepare;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Which forms signatures are made over (the tag {@code c=}, RFC 6376 section 3.5).
 *
 * @param header of the fields
 * @param body of what follows them
 */
public record Canonicalization(Form header, Form body) {

  /** What survives being refolded and re-spaced on the way. */
  public static final Canonicalization RELAXED = new Canonicalization(Form.RELAXED, Form.RELAXED);

  /** A canonical form. */
  public enum Form {
    SIMPLE("simple"),
    RELAXED("relaxed");

    private final String tag;

    Form(String tag) {
      this.tag = tag;
    }

    private static Form parse(String text) {
      for (Form form : values()) {
        if (form.tag.equals(text)) {
          return form;
        }
      }
      throw new IllegalArgumentException(
          "it is none of relaxed/relaxed, relaxed/simple, simple/relaxed and simple/simple");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException with a sentence where the text is none of the four
   */
  public static Canonicalization parse(String text) {
    int slash = text.indexOf('/');
    return new Canonicalization(
        Form.parse(text.substring(0, Math.max(0, slash))), Form.parse(text.substring(slash + 1)));
  }

  /** A field that leaves, as it is signed. */
  byte[] of(Line line) {
    return switch (header) {
      case SIMPLE -> line.octets();
      case RELAXED -> line.relaxed();
    };
  }

  /**
   * The signature's own field as it is signed: without the signature and without a line end.
   *
   * @param value what follows the colon and a blank
   */
  byte[] own(String name, String value) {
    return switch (header) {
      case SIMPLE -> (name + ": " + value).getBytes(StandardCharsets.US_ASCII);
      case RELAXED -> {
        byte[] octets = value.getBytes(StandardCharsets.US_ASCII);
        yield Canonical.field(name, octets, 0, octets.length, false);
      }
    };
  }

  /** The body's hash, in base64. One body, one hash, however many recipients. */
  String bodyHash(byte[] octets, int from, int to) {
    MessageDigest digest = sha256();
    switch (body) {
      case SIMPLE -> Canonical.simpleBody(octets, from, to, digest);
      case RELAXED -> Canonical.body(octets, from, to, digest);
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** As the tag {@code c=} says it. */
  @Override
  public String toString() {
    return header.tag + "/" + body.tag;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
