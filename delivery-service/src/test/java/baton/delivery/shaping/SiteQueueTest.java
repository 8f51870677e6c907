package baton.delivery.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.MessageId;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Outcome;
import baton.delivery.outcome.RetrySchedule;
import baton.delivery.outcome.Verdicts;
import baton.delivery.routing.Host;
import baton.delivery.routing.Route;
import baton.smtp.client.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SiteQueueTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Outcome> outcomes = new ArrayList<>();
  private final SilentHost host = new SilentHost();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private final Route.Site site =
      new Route.Site("mx.example.org", List.of(new Host(0, "mx.example.org", "192.0.2.1", 25)));
  private final SiteQueue queue =
      new SiteQueue(
          site,
          false,
          host,
          new Limits(20, 200, Duration.ofSeconds(5), PATIENCE, Duration.ofSeconds(5)),
          new Verdicts(new RetrySchedule(RetrySchedule.STANDARD, new Random(1)), () -> now),
          () -> now,
          _ -> true,
          outcomes::add);

  @Test
  void whatWaitsBehindASilentHostLeavesButForTheOneWhoseAttemptIsUnderWay() {
    for (int i = 0; i < 3; i++) {
      queue.add(message(), site);
    }
    now = now.plus(PATIENCE);
    queue.tick();

    assertThat(outcomes).hasSize(2).allSatisfy(outcome -> assertThat(attempts(outcome)).isZero());
    assertThat(queue.waiting()).isOne();

    host.fail();
    assertThat(outcomes).hasSize(3);
    assertThat(attempts(outcomes.getLast())).isOne();
    assertThat(((Outcome.Postponed) outcomes.getLast()).event()).isNotNull();
  }

  @Test
  void noMessageWaitsForASilentHostForEver() {
    queue.add(message(), site);
    now = now.plus(Duration.ofMinutes(1));
    queue.tick();

    assertThat(outcomes).hasSize(1);
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aMessageThatHasJustComeKeepsItsPatience() {
    queue.add(message(), site);
    now = now.plus(PATIENCE);
    queue.add(message(), site);
    queue.tick();

    assertThat(outcomes).isEmpty();
    assertThat(queue.waiting()).isEqualTo(2);
  }

  private static int attempts(Outcome outcome) {
    return ((Outcome.Postponed) outcome).attempts();
  }

  private QueuedMessage message() {
    OutboundMessage message =
        new OutboundMessage(
            MessageId.next(),
            "demo",
            now,
            "b-token@bounces.example.com",
            "news@example.com",
            "you@example.org",
            "default",
            "transactional",
            now,
            Duration.ofHours(72),
            "opportunistic",
            Dsn.NONE,
            1,
            "example.org",
            List.of(),
            Map.of(),
            null,
            new byte[] {'\r', '\n'});
    return new QueuedMessage(message, new Origin.Topic(0, 1, 0), 0);
  }

  /** A host that answers nothing, as one behind a firewall that swallows what comes. */
  private static final class SilentHost implements Lines {

    private final List<CompletableFuture<Line>> opening = new ArrayList<>();

    @Override
    public CompletionStage<Line> open(Host host, boolean encrypted, Consumer<Line> over) {
      CompletableFuture<Line> line = new CompletableFuture<>();
      opening.add(line);
      return line;
    }

    void fail() {
      opening.forEach(
          line ->
              line.completeExceptionally(
                  new NotOpened(new Problem.Unreachable("connection timed out"), List.of())));
    }
  }
}
