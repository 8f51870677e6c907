package baton.delivery.shaping;

import baton.contracts.outbound.Lane;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Outcome;
import baton.delivery.outcome.Verdicts;
import baton.delivery.routing.Route;
import baton.delivery.routing.Router;
import baton.delivery.routing.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Brings each message to the queue of its site. One dispatcher is confined to one loop; a domain
 * always has the same one.
 */
public final class Dispatcher {

  private static final Duration TICK = Duration.ofSeconds(1);

  /** A site as the operator sees it. */
  public record SiteState(String name, int waiting, int connections) {}

  private final Loop loop;
  private final Router router;
  private final Lines lines;
  private final Limits limits;
  private final Verdicts verdicts;
  private final Suppressions suppressions;
  private final InstantSource clock;
  private final Predicate<QueuedMessage> held;
  private final Consumer<Outcome> outcomes;
  private final Map<String, SiteQueue> sites = new HashMap<>();
  private volatile List<SiteState> states = List.of();

  /**
   * A dispatcher.
   *
   * @param held whether this instance still owns what the message came from, and nobody has taken
   *     it back; asked on the loop
   * @param outcomes is told, on the loop, what becomes of each message: exactly once
   */
  public Dispatcher(
      Loop loop,
      Router router,
      Lines lines,
      Limits limits,
      Verdicts verdicts,
      Suppressions suppressions,
      InstantSource clock,
      Predicate<QueuedMessage> held,
      Consumer<Outcome> outcomes) {
    this.loop = loop;
    this.router = router;
    this.lines = lines;
    this.limits = limits;
    this.verdicts = verdicts;
    this.suppressions = suppressions;
    this.clock = clock;
    this.held = held;
    this.outcomes = outcomes;
    loop.every(TICK, this::tick);
  }

  /** Takes messages in, from any thread. */
  public void dispatch(List<QueuedMessage> messages) {
    loop.execute(() -> messages.forEach(this::receive));
  }

  /** Lets go of what waits and is no longer {@code held}, from any thread. */
  public void release() {
    loop.execute(() -> sites.values().forEach(SiteQueue::release));
  }

  /** Closes the connections that have nothing to do, from any thread. */
  public void close() {
    loop.execute(() -> sites.values().forEach(SiteQueue::close));
  }

  /** The sites as they were at the last tick. */
  public List<SiteState> sites() {
    return states;
  }

  private void receive(QueuedMessage message) {
    Instant now = clock.instant();
    if (message.expired(now)) {
      outcomes.accept(verdicts.expired(message));
    } else if (now.isBefore(message.message().notBefore())) {
      outcomes.accept(verdicts.scheduled(message));
    } else {
      admit(message);
    }
  }

  /** What waited may have become unwelcome meanwhile. */
  private void admit(QueuedMessage message) {
    OutboundMessage content = message.message();
    suppressions
        .reason(content.account(), content.rcptTo())
        .map(reason -> verdicts.suppressed(message, reason))
        .or(() -> Sandbox.act(content).map(act -> verdicts.played(message, act)))
        .ifPresentOrElse(outcomes, () -> route(message));
  }

  private void route(QueuedMessage message) {
    String domain = Lane.domain(message.message().lane());
    CompletableFuture<Route> route =
        router
            .route(domain)
            .exceptionally(failure -> new Route.Unresolved(String.valueOf(failure)))
            .toCompletableFuture();
    if (route.isDone()) {
      take(message, domain, route.join());
    } else {
      route.thenAcceptAsync(found -> take(message, domain, found), loop);
    }
  }

  private void take(QueuedMessage message, String domain, Route route) {
    if (!held.test(message)) {
      outcomes.accept(new Outcome.Released(message));
      return;
    }
    switch (route) {
      case Route.Site site -> queue(message, site).add(message, site);
      case Route.Undeliverable nowhere ->
          outcomes.accept(
              verdicts.undeliverable(
                  message, domain, nowhere.status(), nowhere.reason(), nowhere.bounceClass()));
      case Route.Unresolved(String reason) ->
          outcomes.accept(verdicts.unresolved(message, domain, reason));
    }
  }

  private SiteQueue queue(QueuedMessage message, Route.Site site) {
    boolean encrypted = message.message().tls().equals("required");
    return sites.computeIfAbsent(
        encrypted ? site.name() + " (TLS)" : site.name(),
        key -> new SiteQueue(site, encrypted, lines, limits, verdicts, clock, held, outcomes));
  }

  private void tick() {
    sites.values().forEach(SiteQueue::tick);
    sites.values().removeIf(SiteQueue::idle);
    states =
        sites.values().stream()
            .map(site -> new SiteState(site.name(), site.waiting(), site.connections()))
            .toList();
  }
}
