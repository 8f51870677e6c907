package baton.submission.prepare;

import baton.submission.admission.HeaderField;
import baton.submission.admission.HeaderSection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.MimeParameterMapping;

/**
 * What an entity says it is (RFC 2045 section 5).
 *
 * @param type as in {@code text/html}, lower case
 */
record ContentType(String type, MimeParameterMapping parameters) {

  private static final ContentType PLAIN =
      new ContentType("text/plain", new MimeParameterMapping());

  /** Of an entity with that header; empty where it says so more than once. */
  static Optional<ContentType> of(HeaderSection header) {
    List<HeaderField> fields = header.all("Content-Type");
    return switch (fields.size()) {
      case 0 -> Optional.of(PLAIN);
      case 1 -> Optional.of(parse(header.value(fields.getFirst())));
      default -> Optional.empty();
    };
  }

  private static ContentType parse(String value) {
    RawBody body = RawFieldParser.DEFAULT.parseRawBody(new RawField("Content-Type", value));
    MimeParameterMapping parameters = new MimeParameterMapping();
    for (NameValuePair pair : body.getParams()) {
      parameters.addParameter(pair.getName(), pair.getValue());
    }
    return new ContentType(body.getValue().strip().toLowerCase(Locale.ROOT), parameters);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  boolean isMultipart() {
    return type.startsWith("multipart/");
  }

  /** Whether a change of the entity's octets would break what protects them. */
  boolean isSealed() {
    return type.equals("multipart/signed")
        || type.equals("multipart/encrypted")
        || type.equals("application/pkcs7-mime")
        || type.equals("application/x-pkcs7-mime")
        || type.equals("application/pgp-encrypted");
  }
}
