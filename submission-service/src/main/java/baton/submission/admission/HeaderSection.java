package baton.submission.admission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header section of a message (RFC 5322 section 2.2), read in one pass and by reference: no
 * octet is copied, so that what nobody changes leaves as it came.
 *
 * @param content the message
 * @param fields in their order
 * @param end behind the last field
 * @param bodyStart behind the empty line; the message's length where there is no body
 */
public record HeaderSection(byte[] content, List<HeaderField> fields, int end, int bodyStart) {

  /** The largest header section that is taken, in octets. */
  static final int MAX_BYTES = 256 * 1024;

  /**
   * Reads the section at the beginning of a message whose lines end in CRLF.
   *
   * @throws RefusedException where a line is no header field
   */
  public static HeaderSection read(byte[] content) {
    return read(content, 0, content.length);
  }

  /** As {@link #read(byte[])}, for a message or MIME entity that stands within others' octets. */
  public static HeaderSection read(byte[] content, int from, int to) {
    List<HeaderField> fields = new ArrayList<>(24);
    int position = from;
    while (position < to && !isLineEnd(content, position, to)) {
      int end = endOfField(content, position, to);
      fields.add(field(content, position, end, fields.size() + 1));
      position = end;
      if (position - from > MAX_BYTES) {
        throw new RefusedException(
            Refusal.BAD_CONTENT, "the message's header is larger than " + MAX_BYTES + " octets");
      }
    }
    return new HeaderSection(content, fields, position, Math.min(position + 2, to));
  }

  /** The first field of that name. */
  public Optional<HeaderField> first(String name) {
    for (HeaderField field : fields) {
      if (field.is(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  public List<HeaderField> all(String name) {
    return fields.stream().filter(field -> field.is(name)).toList();
  }

  /** The field's value, unfolded (RFC 5322 section 2.2.3) and read as UTF-8 (RFC 6532). */
  public String value(HeaderField field) {
    String text =
        new String(
            content, field.valueStart(), field.end() - field.valueStart(), StandardCharsets.UTF_8);
    return text.replace("\r\n", "").strip();
  }

  /** The value of the first field of that name. */
  public Optional<String> value(String name) {
    return first(name).map(this::value);
  }

  /**
   * The value of the only field of that name; empty where there is none.
   *
   * @throws RefusedException where there are several
   */
  public Optional<String> only(String name) {
    List<HeaderField> found = all(name);
    if (found.size() > 1) {
      throw new RefusedException(
          Refusal.BAD_CONTENT, name, "the message has " + found.size() + " fields " + name);
    }
    return found.stream().findFirst().map(this::value);
  }

  private static HeaderField field(byte[] content, int start, int end, int number) {
    int colon = start;
    while (colon < end && content[colon] > ' ' && content[colon] < 127 && content[colon] != ':') {
      colon++;
    }
    if (colon == start || colon >= end || content[colon] != ':') {
      // Obsolete (RFC 5322 section 4.5): some readers take it for the field of that name, others,
      // verifiers of DKIM among them, for no header at all.
      boolean blank = colon > start && colon < end && isBlankBeforeColon(content, colon, end);
      throw new RefusedException(
          Refusal.BAD_CONTENT,
          "the message's header makes no sense: its field "
              + number
              + (blank ? " has a blank before the colon" : " is no name, colon and value"));
    }
    String name = new String(content, start, colon - start, StandardCharsets.US_ASCII);
    return new HeaderField(name, start, colon + 1, end);
  }

  private static boolean isBlankBeforeColon(byte[] content, int from, int end) {
    int position = from;
    while (position < end && (content[position] == ' ' || content[position] == '\t')) {
      position++;
    }
    return position > from && position < end && content[position] == ':';
  }

  private static int endOfField(byte[] content, int start, int to) {
    int position = start;
    do {
      while (position < to && content[position] != '\n') {
        position++;
      }
      position = Math.min(position + 1, to);
    } while (position < to && (content[position] == ' ' || content[position] == '\t'));
    return position;
  }

  private static boolean isLineEnd(byte[] content, int at, int to) {
    return content[at] == '\r' && at + 1 < to && content[at + 1] == '\n';
  }
}
