package baton.delivery.operations;

import baton.contracts.event.Attempt;
import baton.contracts.event.Event;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.shaping.Dispatcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Delivery in numbers: what was attempted, what came of it, what waits. */
@Singleton
public class DeliveryMetrics {

  private final MeterRegistry registry;
  private final SiteNames sites = new SiteNames();
  private final MultiGauge ready;
  private final MultiGauge connections;
  private final Timer timeToDeliver;
  private volatile DeferredStore.Backlog backlog = new DeferredStore.Backlog(0, null);
  private volatile @Nullable Instant oldestInMemory;

  DeliveryMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.ready =
        MultiGauge.builder("baton_delivery_ready_messages")
            .description("Messages in memory that wait for their turn")
            .register(registry);
    this.connections =
        MultiGauge.builder("baton_delivery_connections")
            .description("Open connections to remote servers")
            .register(registry);
    this.timeToDeliver =
        Timer.builder("baton_delivery_time_to_deliver_seconds")
            .description("From acceptance to the remote's final reply")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(5))
            .maximumExpectedValue(Duration.ofHours(1))
            .register(registry);
    Gauge.builder("baton_delivery_deferred_messages", () -> backlog.count())
        .description("Messages in the deferred table")
        .register(registry);
    Gauge.builder("baton_delivery_oldest_message_age_seconds", this::oldestAge)
        .description(
            "Time since the oldest message in this instance's memory or in the deferred table was"
                + " accepted")
        .register(registry);
  }

  /** An event became durable. */
  public void published(Event event) {
    registry.counter("baton_events_published_total", "type", event.type()).increment();
    switch (event) {
      case Event.Delivered delivered -> {
        attempt(delivered.attempt(), "delivered", "none");
        timeToDeliver.record(delivered.queueMillis(), TimeUnit.MILLISECONDS);
      }
      case Event.Deferred deferred ->
          attempt(deferred.attempt(), "deferred", deferred.bounceClass());
      case Event.Bounced bounced -> attempt(bounced.attempt(), "bounced", bounced.bounceClass());
      default -> {
        // No attempt belongs to it.
      }
    }
  }

  private void attempt(Attempt attempt, String outcome, String bounceClass) {
    registry
        .counter(
            "baton_delivery_attempts_total",
            "site",
            sites.of(attempt.site()),
            "outcome",
            outcome,
            "class",
            bounceClass)
        .increment();
  }

  /** A DNS lookup was answered. */
  public void lookup(String type, String outcome) {
    registry.counter("baton_dns_lookups_total", "type", type, "outcome", outcome).increment();
  }

  /** What the sites look like now. */
  public void sites(List<Dispatcher.SiteState> states) {
    Map<String, Integer> waiting = new HashMap<>();
    Map<String, Integer> open = new HashMap<>();
    for (Dispatcher.SiteState state : states) {
      String site = sites.of(state.name());
      waiting.merge(site, state.waiting(), Integer::sum);
      open.merge(site, state.connections(), Integer::sum);
    }
    ready.register(rows(waiting, "site"), true);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    open.forEach(
        (site, count) ->
            rows.add(MultiGauge.Row.of(Tags.of("site", site, "state", "open"), count)));
    connections.register(rows, true);
  }

  private static List<MultiGauge.Row<?>> rows(Map<String, Integer> values, String tag) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    values.forEach((name, value) -> rows.add(MultiGauge.Row.of(Tags.of(tag, name), value)));
    return rows;
  }

  /** What the deferred table holds now. */
  public void backlog(DeferredStore.Backlog now) {
    backlog = now;
  }

  /**
   * How old this instance's mail is now.
   *
   * @param oldest when the oldest message in memory was accepted; null where there is none
   */
  public void memory(@Nullable Instant oldest) {
    oldestInMemory = oldest;
  }

  private double oldestAge() {
    return Stream.of(Optional.ofNullable(backlog.oldest()), Optional.ofNullable(oldestInMemory))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(oldest -> Duration.between(oldest, Instant.now()).toMillis() / 1000.0)
        .orElse(0.0);
  }
}
