package baton.delivery.shaping;

import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Outcome;
import baton.delivery.outcome.Peer;
import baton.delivery.outcome.Verdicts;
import baton.delivery.routing.Host;
import baton.delivery.routing.Route;
import baton.smtp.client.Problem;
import baton.smtp.client.Transmission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for a site, and the lines to it. Confined to its loop.
 *
 * <p>A line has up to two messages under way, so that the second one's commands leave right behind
 * the first one's final dot. Another line is opened only when more messages wait than the open ones
 * will soon take: a fast server is served best by few lines that are never idle, and a slow one
 * soon has a backlog that opens more.
 */
final class SiteQueue {

  /** So many waiting messages are worth a connection being opened. */
  private static final int WORTH_A_LINE = 2;

  /** So long the oldest message waits for a connection, whatever its patience. */
  private static final Duration LONGEST_OPENING = Duration.ofMinutes(1);

  private record Waiting(QueuedMessage message, Instant since) {}

  private final class OpenLine {
    private final Line line;
    private int underWay;
    private int begun;
    private int answered;
    private Instant lastUsed = clock.instant();

    private OpenLine(Line line) {
      this.line = line;
    }

    /** Whether it may be given another message. */
    boolean takes() {
      return underWay < line.room() && begun < limits.messagesPerConnection();
    }
  }

  private final String name;
  private final boolean encrypted;
  private final Lines lines;
  private final Limits limits;
  private final Verdicts verdicts;
  private final InstantSource clock;
  private final Predicate<QueuedMessage> held;
  private final Consumer<Outcome> outcomes;

  private final Deque<Waiting> ready = new ArrayDeque<>();
  private final List<OpenLine> open = new ArrayList<>();
  private Route.Site route;
  private int opening;
  private Instant openNotBefore = Instant.MIN;

  SiteQueue(
      Route.Site route,
      boolean encrypted,
      Lines lines,
      Limits limits,
      Verdicts verdicts,
      InstantSource clock,
      Predicate<QueuedMessage> held,
      Consumer<Outcome> outcomes) {
    this.name = route.name();
    this.route = route;
    this.encrypted = encrypted;
    this.lines = lines;
    this.limits = limits;
    this.verdicts = verdicts;
    this.clock = clock;
    this.held = held;
    this.outcomes = outcomes;
  }

  String name() {
    return name;
  }

  int waiting() {
    return ready.size();
  }

  int connections() {
    return open.size();
  }

  boolean idle() {
    return ready.isEmpty() && open.isEmpty() && opening == 0;
  }

  /** Takes a message in; {@code latest} is what the DNS says by now. */
  void add(QueuedMessage message, Route.Site latest) {
    route = latest;
    ready.addLast(new Waiting(message, clock.instant()));
    serve();
  }

  /** Lets go of the waiting messages that are no longer held. */
  void release() {
    for (Iterator<Waiting> each = ready.iterator(); each.hasNext(); ) {
      QueuedMessage message = each.next().message();
      if (!held.test(message)) {
        each.remove();
        outcomes.accept(new Outcome.Released(message));
      }
    }
  }

  /** To be called about once a second: what has waited too long leaves, what idles is closed. */
  void tick() {
    Instant now = clock.instant();
    spill(now);
    for (OpenLine line : open) {
      if (line.underWay == 0 && age(line.lastUsed, now, limits.idle())) {
        line.line.quit();
      }
    }
    serve();
  }

  /**
   * The oldest message stays while the site's first connection is being opened: it is an attempt,
   * and what becomes of it is to be told of somebody. But not for ever: a site may have many hosts,
   * each of them silent, and what came behind the message waits for it to be settled.
   */
  private void spill(Instant now) {
    Iterator<Waiting> each = ready.iterator();
    if (open.isEmpty()
        && opening > 0
        && each.hasNext()
        && !age(ready.getFirst().since(), now, LONGEST_OPENING)) {
      each.next();
    }
    List<QueuedMessage> spilled = new ArrayList<>();
    while (each.hasNext()) {
      Waiting waiting = each.next();
      if (age(waiting.since(), now, limits.patience())) {
        each.remove();
        spilled.add(waiting.message());
      }
    }
    spilled.forEach(message -> outcomes.accept(verdicts.spilled(message, limits.breather())));
  }

  void close() {
    open.forEach(line -> line.line.quit());
  }

  private static boolean age(Instant since, Instant now, Duration limit) {
    return Duration.between(since, now).compareTo(limit) >= 0;
  }

  private void serve() {
    while (!ready.isEmpty()) {
      OpenLine line = nextLine();
      if (line == null) {
        break;
      }
      give(line, ready.removeFirst().message());
    }
    boolean backlog = ready.size() > WORTH_A_LINE * opening;
    if (backlog
        && open.size() + opening < limits.connections()
        && !clock.instant().isBefore(openNotBefore)) {
      opening++;
      connect(route.inTurn().iterator(), null);
    }
  }

  /** The line with the least to do; null where none takes more. */
  private @Nullable OpenLine nextLine() {
    OpenLine best = null;
    for (OpenLine line : open) {
      if (line.takes() && (best == null || line.underWay < best.underWay)) {
        best = line;
      }
    }
    return best;
  }

  private void give(OpenLine line, QueuedMessage message) {
    line.underWay++;
    line.begun++;
    line.line.carry(message, transmission -> carried(line, message, transmission));
  }

  private void carried(OpenLine line, QueuedMessage message, Transmission transmission) {
    line.underWay--;
    line.lastUsed = clock.instant();
    boolean notEvenBegun =
        transmission.outcome() instanceof Transmission.Outcome.NotSent
            && transmission.stages().mail() == null;
    if (notEvenBegun && !held.test(message)) {
      outcomes.accept(new Outcome.Released(message));
    } else if (notEvenBegun && line.answered > 0) {
      // The server closed a line that had served: that says nothing about this message.
      ready.addFirst(new Waiting(message, clock.instant()));
    } else {
      line.answered++;
      outcomes.accept(verdicts.of(message, name, line.line.peer(), transmission));
    }
    if (line.underWay == 0 && line.begun >= limits.messagesPerConnection()) {
      line.line.quit();
    }
    serve();
  }

  /** Tries the hosts in turn; {@code failure} is what those before have said. */
  private void connect(Iterator<Host> hosts, @Nullable Failure failure) {
    if (!hosts.hasNext()) {
      opening--;
      unreachable(failure);
      return;
    }
    Host host = hosts.next();
    lines
        .open(host, encrypted, this::over)
        .whenComplete(
            (line, trouble) -> {
              if (line == null) {
                connect(hosts, new Failure(host, trouble).or(failure));
              } else {
                opening--;
                open.add(new OpenLine(line));
                serve();
              }
            });
  }

  private void over(Line line) {
    open.removeIf(each -> each.line == line);
    serve();
  }

  private void unreachable(@Nullable Failure failure) {
    openNotBefore = clock.instant().plus(limits.breather());
    if (!open.isEmpty() || failure == null) {
      return;
    }
    List<Waiting> stranded = new ArrayList<>(ready);
    ready.clear();
    for (Waiting waiting : stranded) {
      outcomes.accept(
          verdicts.unreachable(
              waiting.message(), name, failure.peer(), failure.problem(), failure.transcript()));
    }
  }

  /** Why a host could not be used. */
  private record Failure(Host host, Throwable cause) {

    /** One host that may yet do counts for more than all that never will. */
    Failure or(@Nullable Failure before) {
      return before != null && problem() instanceof Problem.TlsUnavailable ? before : this;
    }

    Peer peer() {
      return new Peer(host.name(), host.endpoint(), null);
    }

    Problem problem() {
      return cause instanceof Lines.NotOpened notOpened
          ? notOpened.problem()
          : new Problem.Unreachable(cause.toString());
    }

    List<String> transcript() {
      return cause instanceof Lines.NotOpened notOpened ? notOpened.transcript() : List.of();
    }
  }
}
