package baton.submission.prepare;

import baton.submission.admission.HeaderSection;
import baton.submission.admission.RefusedException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the HTML parts that are the message's own words: not attachments, not the parts of a
 * message within, nothing where signature or encryption protects the octets. In doubt there is
 * none, and the message leaves as it came.
 */
final class HtmlParts {

  /** Larger ones are nobody's newsletter, and a parser's memory is a multiple of them. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final int MAX_DEPTH = 10;
  private static final int MAX_ENTITIES = 500;
  private static final String MARKUP = "<a href=\"http://x/?a=1&amp;b\">'";

  private final byte[] content;
  private final List<HtmlPart> found = new ArrayList<>();
  private int entities;
  private boolean untouchable;

  private HtmlParts(byte[] content) {
    this.content = content;
  }

  static List<HtmlPart> of(HeaderSection header) {
    if (header.has("DKIM-Signature")) {
      return List.of();
    }
    HtmlParts parts = new HtmlParts(header.content());
    parts.entity(header, header.content().length, 0);
    return parts.untouchable ? List.of() : parts.found;
  }

  private void entity(HeaderSection header, int end, int depth) {
    Optional<ContentType> type = ContentType.of(header);
    if (++entities > MAX_ENTITIES || depth > MAX_DEPTH || type.isEmpty() || type.get().isSealed()) {
      untouchable = true;
    } else if (type.get().isMultipart()) {
      type.get().parameter("boundary").ifPresent(b -> multipart(b, header.bodyStart(), end, depth));
    } else if (type.get().type().equals("text/html") && !isAttachment(header)) {
      html(header, type.get(), end);
    }
  }

  private void html(HeaderSection header, ContentType type, int end) {
    Optional<TransferEncoding> encoding = TransferEncoding.of(header);
    Optional<Charset> charset = charset(type.parameter("charset").orElse("utf-8"));
    if (encoding.isPresent() && charset.isPresent() && end - header.bodyStart() <= MAX_BYTES) {
      found.add(new HtmlPart(header, end, encoding.get(), charset.get()));
    }
  }

  private static boolean isAttachment(HeaderSection header) {
    return header
        .value("Content-Disposition")
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("attachment"))
        .isPresent();
  }

  private static Optional<Charset> charset(String name) {
    try {
      Charset charset = Charset.forName(name.strip());
      String id = charset.name().toLowerCase(Locale.ROOT);
      boolean stateless = !id.contains("2022") && !id.contains("compound") && charset.canEncode();
      return stateless
              && new String(MARKUP.getBytes(charset), StandardCharsets.ISO_8859_1).equals(MARKUP)
          ? Optional.of(charset)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Splits at the delimiter lines (RFC 2046 section 5.1.1). */
  private void multipart(String boundary, int start, int end, int depth) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
    int partStart = -1;
    int line = start;
    while (line < end) {
      int next = nextLine(line, end);
      if (startsWith(delimiter, line, end)) {
        boolean last = isClosing(line + delimiter.length, end);
        if (last || isBlank(line + delimiter.length, next)) {
          if (partStart >= 0) {
            part(partStart, Math.max(partStart, line - 2), depth);
          }
          partStart = next;
          if (last) {
            return;
          }
        }
      }
      line = next;
    }
    if (partStart >= 0) {
      part(partStart, end, depth);
    }
  }

  private void part(int start, int end, int depth) {
    try {
      entity(HeaderSection.read(content, start, end), end, depth + 1);
    } catch (RefusedException e) {
      // A part whose header makes no sense is left alone.
    }
  }

  private int nextLine(int from, int end) {
    int position = from;
    while (position < end && content[position] != '\n') {
      position++;
    }
    return Math.min(position + 1, end);
  }

  private boolean startsWith(byte[] delimiter, int at, int end) {
    if (at + delimiter.length > end) {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (content[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isClosing(int at, int end) {
    return at + 1 < end && content[at] == '-' && content[at + 1] == '-';
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (content[i] != ' ' && content[i] != '\t' && content[i] != '\r' && content[i] != '\n') {
        return false;
      }
    }
    return true;
  }
}
