package baton.tracking.engagement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Tells persons from programs. A prefetch header decides first, then the first rule of {@code
 * agents.tsv} that fits the User-Agent, then HEAD, which only scanners send. Doubt means person.
 */
public final class AgentRules {

  private static final String SHIPPED = "/baton/tracking/engagement/agents.tsv";
  private static final int COLUMNS = 4;

  private final List<Rule> rules;

  private AgentRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** How a rule's text is looked for; letter case never matters. */
  private enum Match {
    IS,
    HAS,
    STARTS,
    ENDS
  }

  private record Rule(Agent agent, Match match, String text) {

    boolean fits(String userAgent) {
      return switch (match) {
        case IS -> userAgent.equals(text);
        case HAS -> userAgent.contains(text);
        case STARTS -> userAgent.startsWith(text);
        case ENDS -> userAgent.endsWith(text);
      };
    }
  }

  /** The rules that Baton comes with. */
  public static AgentRules shipped() {
    try (InputStream in = AgentRules.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is not in the jar");
      }
      return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines());
    } catch (IOException e) {
      throw new UncheckedIOException(SHIPPED + " cannot be read", e);
    }
  }

  /**
   * Reads rules, one a line: agent, match, text and source with a tab between them. Empty lines and
   * lines that begin with {@code #} say nothing.
   *
   * @throws IllegalArgumentException with a sentence that quotes a line that is no rule
   */
  static AgentRules parse(Stream<String> lines) {
    return new AgentRules(
        lines
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(AgentRules::rule)
            .toList());
  }

  private static Rule rule(String line) {
    List<String> columns = Arrays.asList(line.split("\t"));
    if (columns.size() != COLUMNS || columns.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "an agent rule has agent, match, text and source with a tab between them: " + line);
    }
    try {
      return new Rule(
          Agent.valueOf(columns.get(0).toUpperCase(Locale.ROOT)),
          Match.valueOf(columns.get(1).toUpperCase(Locale.ROOT)),
          columns.get(2).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no such agent or match: " + line, e);
    }
  }

  /** Who made the request, as far as the request itself tells. */
  public Agent classify(Visit visit) {
    if (visit.speculative()) {
      return Agent.PREFETCH;
    }
    if (visit.userAgent() != null) {
      String userAgent = visit.userAgent().strip().toLowerCase(Locale.ROOT);
      for (Rule rule : rules) {
        if (rule.fits(userAgent)) {
          return rule.agent();
        }
      }
    }
    return visit.headersOnly() ? Agent.SCANNER : Agent.PERSON;
  }
}
