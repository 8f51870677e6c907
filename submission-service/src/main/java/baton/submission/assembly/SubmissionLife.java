package baton.submission.assembly;

import baton.submission.notices.NoticeIntake;
import baton.submission.outbox.KafkaOutbox;
import baton.submission.outbox.KafkaTopics;
import baton.submission.outbox.TopicSettings;
import baton.submission.smtp.SubmissionServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the mail's way. */
@Singleton
class SubmissionLife {

  private static final Logger log = LoggerFactory.getLogger(SubmissionLife.class);

  /** Before all else: whoever has a setting wrong reads of that, and of nothing else. */
  void check(@Observes @Priority(0) StartupEvent event, SubmissionConfig config) {
    config.check();
    if (!config.signs()) {
      log.warn("mail is not signed: baton.submission.dkim is off");
    }
  }

  /** Before everything that reads a topic. */
  void makeTopics(
      @Observes @Priority(1) StartupEvent event,
      TopicSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    new KafkaTopics(settings).ensure(kafka);
  }

  /** Last of all: whoever connects is served. */
  void listen(@Observes @Priority(10_000) StartupEvent event, SubmissionServer server) {
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Nobody waits for it. */
  void takeUpNotices(@Observes @Priority(10_000) StartupEvent event, NoticeIntake notices) {
    notices.begin();
  }

  /** First the doors, then the way behind them: what is in the house is brought to its end. */
  void stop(
      @Observes @Priority(1) ShutdownEvent event,
      SubmissionServer server,
      NoticeIntake notices,
      KafkaOutbox outbox) {
    try {
      server.shutdown().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      log.warn("smtp did not stop cleanly cause={}", e.getCause().toString());
    }
    notices.stop();
    outbox.close();
  }
}
