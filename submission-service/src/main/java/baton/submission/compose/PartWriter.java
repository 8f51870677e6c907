package baton.submission.compose;

import io.vertx.ext.mail.mailencoder.EncodedPart;
import io.vertx.ext.mail.mailencoder.Utils;
import java.util.Map;

/**
 * Prints the encoder's parts. The encoder's own print has lines that end in LF, and lines of any
 * length where a text is ASCII: minified HTML would break RFC 5322 section 2.1.1.
 */
final class PartWriter {

  private static final int MAX_LINE = 998;
  private static final String RELATED = "multipart/related";
  private static final String ENCODING = "Content-Transfer-Encoding";

  private PartWriter() {}

  /** A part with its own header, without a line break at its end. */
  static void write(EncodedPart part, StringBuilder out) {
    boolean tooLong = "7bit".equals(part.headers().get(ENCODING)) && hasLongLine(part.body());
    for (Map.Entry<String, String> header : part.headers()) {
      // The message's own fields are written apart; a part has none but these.
      if (header.getKey().regionMatches(true, 0, "Content-", 0, "Content-".length())) {
        boolean encoding = header.getKey().equalsIgnoreCase(ENCODING);
        out.append(header.getKey())
            .append(": ")
            .append(encoding && tooLong ? "quoted-printable" : value(header.getValue()))
            .append("\r\n");
      }
    }
    out.append("\r\n");
    if (part.parts() != null) {
      for (EncodedPart inner : part.parts()) {
        out.append("--").append(part.boundary()).append("\r\n");
        write(inner, out);
        out.append("\r\n");
      }
      out.append("--").append(part.boundary()).append("--");
    } else {
      String body = tooLong ? Utils.encodeQP(part.body()) : part.body();
      out.append(body.replace("\n", "\r\n"));
    }
  }

  /**
   * With its boundary on a line of its own, and for parts that belong together the type of the
   * first one, which holds them together (RFC 2387 section 3.1).
   */
  private static String value(String header) {
    String folded = header.replaceFirst("; boundary=", ";\r\n boundary=");
    return folded.startsWith(RELATED)
        ? RELATED + "; type=\"text/html\"" + folded.substring(RELATED.length())
        : folded;
  }

  private static boolean hasLongLine(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      if (end - start > MAX_LINE) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}
