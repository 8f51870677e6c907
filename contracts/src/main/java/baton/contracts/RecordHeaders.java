package baton.contracts;

import java.util.Map;
import java.util.function.Function;

/**
 * Reads a record's headers one by one and names the one that makes no sense.
 *
 * @param kind the record's, for sentences: as in {@code an outbound record}
 */
public record RecordHeaders(String kind, Map<String, String> headers) {

  /**
   * A header that must be there.
   *
   * @throws IllegalArgumentException where it is not, or the parser throws
   */
  public <T> T read(String name, Function<String, T> parser) {
    String text = headers.get(name);
    if (text == null) {
      throw new IllegalArgumentException(kind + " has no header " + name);
    }
    return parse(name, text, parser);
  }

  /** A header that may be missing; throws where it is there and the parser does. */
  public <T> T readOr(String name, String otherwise, Function<String, T> parser) {
    return parse(name, headers.getOrDefault(name, otherwise), parser);
  }

  private <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "header " + name + " of " + kind + ": " + e.getMessage(), e);
    }
  }
}
