package baton.contracts.outbound;

import java.util.Map;
import java.util.function.Function;

/** Reads a record's headers one by one and names the one that makes no sense. */
record Header(Map<String, String> headers) {

  <T> T read(String name, Function<String, T> parser) {
    String text = headers.get(name);
    if (text == null) {
      throw new IllegalArgumentException("an outbound record has no header " + name);
    }
    return parse(name, text, parser);
  }

  <T> T readOr(String name, String otherwise, Function<String, T> parser) {
    return parse(name, headers.getOrDefault(name, otherwise), parser);
  }

  private static <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "header " + name + " of an outbound record: " + e.getMessage(), e);
    }
  }
}
