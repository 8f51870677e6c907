package baton.submission.prepare;

import baton.submission.admission.HeaderField;
import baton.submission.admission.HeaderSection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a part's octets are written (RFC 2045 section 6). */
enum TransferEncoding {
  /** 7bit, 8bit and binary. */
  IDENTITY,
  QUOTED_PRINTABLE,
  BASE64;

  static final String FIELD = "Content-Transfer-Encoding";

  /** That of an entity; empty where it is not known, or said more than once. */
  static Optional<TransferEncoding> of(HeaderSection header) {
    List<HeaderField> fields = header.all(FIELD);
    if (fields.size() > 1) {
      return Optional.empty();
    }
    String name = fields.isEmpty() ? "7bit" : header.value(fields.getFirst());
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "7bit", "8bit", "binary" -> IDENTITY;
          case "quoted-printable" -> QUOTED_PRINTABLE;
          case "base64" -> BASE64;
          default -> null;
        });
  }
}
