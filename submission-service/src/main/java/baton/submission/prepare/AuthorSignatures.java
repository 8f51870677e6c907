package baton.submission.prepare;

import baton.submission.admission.HeaderField;
import baton.submission.admission.HeaderSection;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields that DKIM signatures which a message brings are made over, those among them that are
 * named although they are not there (RFC 6376 section 5.4): to take one of them out, or to add one,
 * would break the author's signature.
 */
final class AuthorSignatures {

  private static final Pattern NAMES = Pattern.compile("(?:^|;)\\s*h\\s*=([^;]*)");

  private AuthorSignatures() {}

  /** Names in lower case; empty where the message brings no signature. */
  static Set<String> signedFields(HeaderSection header) {
    if (!header.has("DKIM-Signature")) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (HeaderField field : header.fields()) {
      if (field.is("DKIM-Signature")) {
        Matcher matcher = NAMES.matcher(value(header, field));
        while (matcher.find()) {
          for (String name : matcher.group(1).split(":")) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
          }
        }
      }
    }
    return names;
  }

  private static String value(HeaderSection header, HeaderField field) {
    return new String(
        header.content(),
        field.valueStart(),
        field.end() - field.valueStart(),
        StandardCharsets.ISO_8859_1);
  }
}
