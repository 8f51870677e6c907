package baton.feedback.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Header fields in their order (RFC 5322 section 2.2): those of a message, and those of which the
 * machine-readable parts of reports consist.
 *
 * @param all the fields
 */
public record Fields(List<Field> all) {

  /** No field at all. */
  public static final Fields NONE = new Fields(List.of());

  /**
   * One field.
   *
   * @param name in lower case
   * @param value unfolded, without blanks at its ends
   */
  public record Field(String name, String value) {}

  public Fields {
    all = List.copyOf(all);
  }

  /** Value of the first field of that name, in lower case; empty where there is none. */
  public Optional<String> first(String name) {
    return all.stream().filter(field -> field.name().equals(name)).map(Field::value).findFirst();
  }

  /** As {@link #first}, but a field without a value counts as none. */
  public Optional<String> firstFilled(String name) {
    return values(name).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** Values of all fields of that name, in lower case. */
  public List<String> values(String name) {
    return all.stream().filter(field -> field.name().equals(name)).map(Field::value).toList();
  }

  /** Whether there is a field of that name, in lower case. */
  public boolean has(String name) {
    return all.stream().anyMatch(field -> field.name().equals(name));
  }

  /**
   * Reads groups of fields with empty lines between them, as RFC 3464 section 2.1 has them. Lines
   * that are no fields are passed over, because strangers' programs write them: one bad line must
   * not cost the good ones.
   *
   * @param limits how many fields a group and how many octets a field may have; what is beyond is
   *     passed over
   */
  public static List<Fields> groups(String text, Limits limits) {
    List<Fields> groups = new ArrayList<>();
    Collector group = new Collector(limits);
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.isBlank()) {
        group.finish().ifPresent(groups::add);
        group = new Collector(limits);
      } else {
        group.line(line);
      }
    }
    group.finish().ifPresent(groups::add);
    return groups;
  }

  /**
   * Reads the header of a message: all up to the first empty line; as lenient as {@link #groups}.
   */
  public static Fields header(String text, Limits limits) {
    Collector header = new Collector(limits);
    for (String line : (Iterable<String>) text.lines().dropWhile(String::isBlank)::iterator) {
      if (line.isBlank()) {
        break;
      }
      header.line(line);
    }
    return header.finish().orElse(NONE);
  }

  private static final class Collector {

    private final Limits limits;
    private final List<Field> fields = new ArrayList<>();
    private String name = "";
    private final StringBuilder value = new StringBuilder();

    Collector(Limits limits) {
      this.limits = limits;
    }

    void line(String line) {
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        append(" ", line.strip());
        return;
      }
      close();
      int colon = line.indexOf(':');
      if (colon > 0 && isName(line, colon)) {
        name = line.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
        append("", line.substring(colon + 1).strip());
      }
    }

    private void append(String separator, String text) {
      int room = limits.headerBytes() - value.length();
      String more = value.isEmpty() ? text : separator + text;
      value.append(more, 0, Math.clamp(room, 0, more.length()));
    }

    /** RFC 5322 section 2.2: printable ASCII without the colon; a blank before it is obsolete. */
    private static boolean isName(String line, int colon) {
      return line.substring(0, colon).stripTrailing().chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private void close() {
      if (!name.isEmpty() && fields.size() < limits.headerFields()) {
        fields.add(new Field(name, value.toString()));
      }
      name = "";
      value.setLength(0);
    }

    Optional<Fields> finish() {
      close();
      return fields.isEmpty() ? Optional.empty() : Optional.of(new Fields(fields));
    }
  }
}
