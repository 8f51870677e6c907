package baton.delivery.assembly;

import baton.delivery.QueuedMessage;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.dns.DnsjavaMailExchangers;
import baton.delivery.events.EventLog;
import baton.delivery.events.EventTail;
import baton.delivery.intake.Intake;
import baton.delivery.intake.IntakeParts;
import baton.delivery.intake.OutboundTopics;
import baton.delivery.operations.DeliveryMetrics;
import baton.delivery.outcome.Outcome;
import baton.delivery.outcome.RetrySchedule;
import baton.delivery.outcome.Verdicts;
import baton.delivery.routing.Router;
import baton.delivery.shaping.Dispatcher;
import baton.delivery.shaping.Limits;
import baton.delivery.suppression.SuppressionFollower;
import baton.delivery.transmission.Authorities;
import baton.delivery.transmission.SmtpLines;
import baton.delivery.transmission.VertxLoop;
import baton.smtp.client.SmtpClient;
import baton.smtp.client.Timeouts;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The engine as a whole: one intake, one dispatcher, the lines of all sites. */
@Singleton
@Startup
public class DeliveryEngine {

  private static final Logger LOG = Logger.getLogger(DeliveryEngine.class);

  private static final Duration MEASURE = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  private final DeliveryConfig config;
  private final Map<String, Object> kafka;
  private final Vertx vertx;
  private final DeferredStore deferred;
  private final DeliveryMetrics metrics;

  private @Nullable SuppressionFollower suppressions;
  private @Nullable Intake intake;
  private @Nullable Thread thread;
  private @Nullable SmtpClient client;
  private @Nullable VertxLoop loop;

  DeliveryEngine(
      DeliveryConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      Vertx vertx,
      DeferredStore deferred,
      DeliveryMetrics metrics) {
    this.config = config;
    this.kafka = KafkaSettings.common(kafka);
    this.vertx = vertx;
    this.deferred = deferred;
    this.metrics = metrics;
  }

  @PostConstruct
  void start() throws UnknownHostException {
    try {
      begin();
    } catch (IllegalArgumentException e) {
      // Without a cause: then Quarkus prints the sentence, and no stack trace.
      throw new ConfigurationException(e.getMessage());
    }
  }

  private void begin() throws UnknownHostException {
    String name = config.hostname().orElseGet(DeliveryEngine::machineName);
    InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
    loop = new VertxLoop(vertx);
    client = new SmtpClient(vertx);
    suppressions = new SuppressionFollower(() -> KafkaSettings.groupless(kafka));
    Dispatcher dispatcher =
        new Dispatcher(
            loop,
            router(name),
            new SmtpLines(
                client,
                loop,
                name,
                timeouts(config.delivery().connectTimeout()),
                config.tlsTrust().map(Authorities::of).orElseGet(Authorities::ofTheRuntime)),
            limits(),
            verdicts(clock),
            suppressions,
            clock,
            this::holds,
            this::decided);
    intake = new Intake(parts(clock), dispatcher::dispatch, dispatcher::release);
    Thread.ofPlatform().name("baton-delivery-suppressions").daemon().start(suppressions);
    thread = Thread.ofPlatform().name("baton-delivery-intake").start(this::work);
    loop.every(MEASURE, () -> measure(dispatcher));
    LOG.infof("delivery starts route=%s ehlo=%s", config.route(), name);
  }

  private void work() {
    try {
      suppressions.await();
      intake.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutboundTopics.MismatchException e) {
      LOG.error(e.getMessage());
      Quarkus.asyncExit(1);
    } catch (RuntimeException e) {
      LOG.error("intake has failed: mail waits on its topic until delivery is started again", e);
      Quarkus.asyncExit(1);
    }
  }

  boolean ready() {
    return intake.ready();
  }

  private boolean holds(QueuedMessage message) {
    return intake.holds(message);
  }

  private void decided(Outcome outcome) {
    intake.decided(outcome);
  }

  private Router router(String name) throws UnknownHostException {
    List<String> servers = config.dnsServers().orElse(List.of());
    return NextHop.parse(config.route())
        .router(
            new DnsjavaMailExchangers(servers, metrics::lookup),
            name,
            config.mxPort(),
            config.mailboxSmtpPort());
  }

  private Limits limits() {
    DeliveryConfig.Delivery delivery = config.delivery();
    return new Limits(
        delivery.connections(),
        delivery.messagesPerConnection(),
        delivery.idle(),
        delivery.patience(),
        delivery.breather());
  }

  private Verdicts verdicts(InstantSource clock) {
    RetrySchedule schedule =
        new RetrySchedule(config.delivery().retry(), ThreadLocalRandom.current()::nextLong);
    return new Verdicts(schedule, clock);
  }

  private IntakeParts parts(InstantSource clock) {
    String instance = config.instance().orElseGet(() -> UUID.randomUUID().toString());
    return new IntakeParts(
        KafkaSettings.consumer(kafka, config.instance()),
        KafkaSettings.groupless(kafka),
        new OutboundTopics(kafka),
        deferred,
        new EventLog(kafka, "baton-delivery-" + instance),
        new EventTail(kafka),
        clock,
        config.delivery().maxMessages(),
        config.delivery().maxBytes(),
        metrics::published);
  }

  private void measure(Dispatcher dispatcher) {
    metrics.sites(dispatcher.sites());
    metrics.memory(intake.oldest());
    deferred
        .backlog()
        .whenComplete(
            (backlog, failure) -> {
              if (failure == null) {
                metrics.backlog(backlog);
              }
            });
  }

  /** Lets what is under way end, at most for as long as it takes to be patient. */
  void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
    suppressions.stop();
    intake.stop();
    thread.join(FAREWELL);
    loop.close();
    client.close();
  }

  private static Timeouts timeouts(Duration connect) {
    Timeouts standard = Timeouts.STANDARD;
    return new Timeouts(
        connect,
        standard.greeting(),
        standard.ehlo(),
        standard.tls(),
        standard.mail(),
        standard.rcpt(),
        standard.data(),
        standard.block(),
        standard.dot());
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
