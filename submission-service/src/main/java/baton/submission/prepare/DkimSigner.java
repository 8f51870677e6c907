package baton.submission.prepare;

import baton.submission.admission.SendingDomain;
import baton.submission.admission.SigningKey;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Signs by DKIM (RFC 6376): a signature with each of the domain's keys, rsa-sha256 and
 * ed25519-sha256 (RFC 8463).
 */
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
  private final Canonicalization canonicalization;

  DkimSigner(Canonicalization canonicalization) {
    this.canonicalization = canonicalization;
  }

  /**
   * The signatures' fields, RSA before Ed25519: a verifier that reads only the first understands
   * it.
   *
   * @param header what is signed, in the order in which it leaves
   */
  List<Line> sign(SendingDomain domain, List<Line> header, String bodyHash, Instant now) {
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
    String folded = fold(names);
    List<Line> signatures = new ArrayList<>(2);
    for (SigningKey key : domain.keys()) {
      Line signature = sign(domain.name(), key, signed, tags(domain, key, folded, bodyHash, now));
      signatures.add(key.isEd25519() ? signatures.size() : 0, signature);
    }
    return signatures;
  }

  private Line sign(String domain, SigningKey key, List<Line> signed, String unsigned) {
    try {
      PendingSignature signature = keys.start(domain, key);
      for (Line line : signed) {
        signature.update(canonicalization.of(line));
      }
      signature.update(canonicalization.own(FIELD, unsigned));
      return Line.of(FIELD, unsigned + base64(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the DKIM key " + key.selector() + " of " + domain + " cannot sign: " + e.getMessage(),
          e);
    }
  }

  private String tags(
      SendingDomain domain, SigningKey key, String names, String bodyHash, Instant now) {
    return "v=1; a="
        + (key.isEd25519() ? "ed25519-sha256" : "rsa-sha256")
        + "; c="
        + canonicalization
        + "; d="
        + domain.name()
        + ";\r\n\ts="
        + key.selector()
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
}
