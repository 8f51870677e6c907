package baton.submission.prepare;

import baton.submission.admission.SendingDomain;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Signs by DKIM (RFC 6376): rsa-sha256, relaxed/relaxed. */
final class DkimSigner {

  private static final String FIELD = "DKIM-Signature";

  /** Signed where they are there (RFC 6376 section 5.4.1, RFC 8058 section 4). */
  private static final List<String> SIGNED =
      List.of(
          "From",
          "To",
          "Cc",
          "Subject",
          "Date",
          "Message-ID",
          "Reply-To",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding",
          "In-Reply-To",
          "References",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "Feedback-ID");

  private static final int FOLD = 72;

  private final SigningKeys keys = new SigningKeys();

  /** The body's hash, in base64. One body, one hash, however many recipients. */
  static String bodyHash(byte[] octets, int from, int to) {
    MessageDigest digest = sha256();
    Canonical.body(octets, from, to, digest);
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /**
   * The signature's field.
   *
   * @param header what is signed, in the order in which it leaves
   */
  Line sign(SendingDomain domain, List<Line> header, String bodyHash, Instant now) {
    List<Line> signed = new ArrayList<>(24);
    StringBuilder names = new StringBuilder(256);
    // Named once more than it is there: a second From, added on the way, breaks the signature
    // (RFC 6376 section 8.15).
    names.append("From");
    for (String name : SIGNED) {
      // From the bottom up, as section 5.4.2 pairs names with fields.
      for (int i = header.size() - 1; i >= 0; i--) {
        if (header.get(i).is(name)) {
          signed.add(header.get(i));
          names.append(':').append(name);
        }
      }
    }
    String unsigned = tags(domain, fold(names), bodyHash, now);
    try {
      Signature signature = keys.start(domain);
      for (Line line : signed) {
        signature.update(line.canonical());
      }
      byte[] own = unsigned.getBytes(StandardCharsets.US_ASCII);
      signature.update(Canonical.field(FIELD, own, 0, own.length, false));
      return Line.of(FIELD, unsigned + base64(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the DKIM key of " + domain.name() + " cannot sign: " + e.getMessage(), e);
    }
  }

  private static String tags(SendingDomain domain, String names, String bodyHash, Instant now) {
    return "v=1; a=rsa-sha256; c=relaxed/relaxed; d="
        + domain.name()
        + ";\r\n\ts="
        + domain.selector()
        + "; t="
        + now.getEpochSecond()
        + ";\r\n\th="
        + names
        + ";\r\n\tbh="
        + bodyHash
        + ";\r\n\tb=";
  }

  private static String fold(StringBuilder names) {
    StringBuilder folded = new StringBuilder(names.length() + 16);
    int column = 0;
    for (String name : names.toString().split(":")) {
      if (column > 0) {
        folded.append(':');
        if (column + name.length() > FOLD - 4) {
          folded.append("\r\n\t ");
          column = 0;
        }
      }
      folded.append(name);
      column += name.length() + 1;
    }
    return folded.toString();
  }

  private static String base64(byte[] octets) {
    String text = Base64.getEncoder().encodeToString(octets);
    StringBuilder folded = new StringBuilder(text.length() + 32);
    for (int i = 0; i < text.length(); i += FOLD) {
      if (i > 0) {
        folded.append("\r\n\t ");
      }
      folded.append(text, i, Math.min(i + FOLD, text.length()));
    }
    return folded.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
