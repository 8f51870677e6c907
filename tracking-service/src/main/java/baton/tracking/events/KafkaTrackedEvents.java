package baton.tracking.events;

import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.tracking.TrackingConfig;
import baton.tracking.engagement.TrackedEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Events by two channels: one that nobody waits for, and one for unsubscribes. In application
 * scope, because routes are mounted before channels can be had: a proxy stands in until then.
 */
@ApplicationScoped
public class KafkaTrackedEvents implements TrackedEvents {

  private static final Logger LOG = Logger.getLogger(KafkaTrackedEvents.class);

  private final TrackingChannel hits;
  private final TrackingChannel unsubscribes;
  private final Duration unsubscribeTimeout;
  private final Duration drainTimeout;
  private final LossLog losses = new LossLog();

  /** SmallRye's own buffers have no bound, as {@link TrackingChannel} bounds what it hands over. */
  @Inject
  KafkaTrackedEvents(
      TrackingConfig config,
      MeterRegistry meters,
      @Channel("tracking-events") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          Emitter<byte[]> hits,
      @Channel("tracking-unsubscribes") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          Emitter<byte[]> unsubscribes) {
    long capacity = config.waitingBytes().asLongValue();
    this.hits = new TrackingChannel("tracking-events", hits, capacity, meters);
    this.unsubscribes =
        new TrackingChannel("tracking-unsubscribes", unsubscribes, capacity, meters);
    this.unsubscribeTimeout = config.unsubscribeTimeout();
    this.drainTimeout = config.drainTimeout();
  }

  @Override
  public boolean offer(Event.FromTracking event) {
    boolean taken = hits.send(EventRecord.of(event)).isPresent();
    if (!taken) {
      losses.lost(event.type());
    }
    return taken;
  }

  @Override
  public Uni<Void> publish(Event.FromTracking event) {
    return unsubscribes
        .send(EventRecord.of(event))
        .map(this::inTime)
        .orElseGet(
            () ->
                Uni.createFrom()
                    .failure(
                        new NotDurableException("too many unsubscribes wait for Kafka already")));
  }

  /** Giving up the wait does not take the record back: {@link TrackingChannel} holds on to it. */
  private Uni<Void> inTime(CompletableFuture<Void> sent) {
    // A copy, since whoever gives up waiting cancels what it waits for.
    return Uni.createFrom()
        .completionStage(sent::copy)
        .ifNoItem()
        .after(unsubscribeTimeout)
        .failWith(
            () -> new NotDurableException("Kafka has not taken the event in " + unsubscribeTimeout))
        .onFailure(failure -> !(failure instanceof NotDurableException))
        .transform(failure -> new NotDurableException("Kafka refuses the event: " + failure));
  }

  List<TrackingChannel> channels() {
    return List.of(hits, unsubscribes);
  }

  /** Meters and faults are there from the start, not from the first hit. */
  void open(@Observes StartupEvent start) {
    LOG.infof("tracking publishes events channels=%s", List.of(hits.name(), unsubscribes.name()));
  }

  void drain(@Observes ShutdownEvent stop) throws InterruptedException {
    long deadline = System.nanoTime() + drainTimeout.toNanos();
    for (TrackingChannel channel : channels()) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!channel.room().awaitEmpty(left)) {
        LOG.warnf(
            "stopping although Kafka has not taken all events channel=%s lost=%d",
            channel.name(), channel.room().events());
      }
    }
  }

  @PreDestroy
  void close() {
    channels().forEach(TrackingChannel::close);
  }
}
