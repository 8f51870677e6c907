package baton.smtp.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a server offers in its answer to EHLO (RFC 5321 section 4.1.1.1).
 *
 * @param keywords the extension keywords in upper case, each with its parameters as the server
 *     wrote them
 */
public record Capabilities(Map<String, List<String>> keywords) {

  /** No extension at all: what a server has that knows only HELO. */
  public static final Capabilities NONE = new Capabilities(Map.of());

  public Capabilities {
    keywords = Map.copyOf(keywords);
  }

  /**
   * Reads a positive answer to EHLO. The first line, the server's name, is passed over. A keyword
   * that is named twice has the parameters of both; {@code AUTH=LOGIN}, as some servers write,
   * counts as {@code AUTH LOGIN}.
   */
  public static Capabilities of(Reply ehlo) {
    Map<String, List<String>> keywords = new LinkedHashMap<>();
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      String[] words = line.strip().split("[ =]+");
      if (words[0].isEmpty()) {
        continue;
      }
      List<String> parameters =
          keywords.computeIfAbsent(words[0].toUpperCase(Locale.ROOT), k -> new ArrayList<>());
      parameters.addAll(List.of(words).subList(1, words.length));
    }
    keywords.replaceAll((keyword, parameters) -> List.copyOf(parameters));
    return new Capabilities(keywords);
  }

  /** Whether the extension of this keyword (in upper case) is offered. */
  public boolean offers(String keyword) {
    return keywords.containsKey(keyword);
  }

  /** RFC 2920. */
  public boolean pipelining() {
    return offers("PIPELINING");
  }

  /** RFC 3207. */
  public boolean startTls() {
    return offers("STARTTLS");
  }

  /** RFC 6152. */
  public boolean eightBitMime() {
    return offers("8BITMIME");
  }

  /** RFC 6531. */
  public boolean smtpUtf8() {
    return offers("SMTPUTF8");
  }

  /** RFC 3461. */
  public boolean dsn() {
    return offers("DSN");
  }

  /** RFC 8689; worth something only where it was said under TLS. */
  public boolean requireTls() {
    return offers("REQUIRETLS");
  }

  /** RFC 1870: whether the size may be declared with MAIL. */
  public boolean size() {
    return offers("SIZE");
  }

  /** RFC 1870: the largest message in octets; empty where none is named or it is 0, "no limit". */
  public OptionalLong largestMessage() {
    for (String parameter : keywords.getOrDefault("SIZE", List.of())) {
      if (parameter.matches("\\d{1,18}") && Long.parseLong(parameter) > 0) {
        return OptionalLong.of(Long.parseLong(parameter));
      }
    }
    return OptionalLong.empty();
  }
}
