package baton.tracking.engagement;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** {@code baton_tracking_hits_total{kind,agent,outcome}}: every request, whatever came of it. */
public final class HitCounts {

  private final Map<Kind, Map<Agent, Map<Outcome, Counter>>> counters = new EnumMap<>(Kind.class);

  public HitCounts(MeterRegistry meters) {
    for (Kind kind : Kind.values()) {
      Map<Agent, Map<Outcome, Counter>> byAgent =
          counters.computeIfAbsent(kind, k -> new EnumMap<>(Agent.class));
      for (Agent agent : Agent.values()) {
        Map<Outcome, Counter> byOutcome =
            byAgent.computeIfAbsent(agent, a -> new EnumMap<>(Outcome.class));
        for (Outcome outcome : Outcome.values()) {
          byOutcome.put(outcome, counter(meters, kind, agent, outcome));
        }
      }
    }
  }

  /** What was asked for. */
  enum Kind {
    OPEN,
    CLICK,
    UNSUBSCRIBE
  }

  /** What came of it. */
  enum Outcome {
    /** An event was handed over; for an unsubscribe, it is durable. */
    RECORDED,
    /** The page that asks was shown; nothing happened to the subscription. */
    SHOWN,
    /** The token is not one of ours, or of another kind. */
    REJECTED,
    /** No room left: answered as ever, but there will be no event. */
    LOST,
    /** An unsubscribe that could not be made durable, and was answered so. */
    UNAVAILABLE
  }

  void count(Kind kind, Agent agent, Outcome outcome) {
    counters.get(kind).get(agent).get(outcome).increment();
  }

  private static Counter counter(MeterRegistry meters, Kind kind, Agent agent, Outcome outcome) {
    return Counter.builder("baton.tracking.hits")
        .description("Requests for pixels, links and unsubscribes")
        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
        .tag("agent", agent.word())
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }
}
