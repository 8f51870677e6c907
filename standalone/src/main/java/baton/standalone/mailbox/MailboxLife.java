package baton.standalone.mailbox;

import baton.standalone.mailbox.smtp.MailboxSmtp;
import baton.standalone.mailbox.store.Mailbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Opens the mailbox before the services start, and closes it behind them. */
@ApplicationScoped
class MailboxLife {
  /** What the page promises: the newest so many. */
  private static final int CAPACITY = 10_000;

  private static final long PATIENCE_SECONDS = 5;

  private @Nullable MailboxSmtp smtp;

  @Produces
  @Singleton
  Mailbox mailbox(@ConfigProperty(name = "baton.mailbox-directory") Path directory) {
    return Mailbox.open(directory, CAPACITY);
  }

  void close(@Disposes Mailbox mailbox) {
    mailbox.close();
  }

  /** Before all others: delivery defers what it finds nobody to take. */
  void open(
      @Observes @Priority(1) StartupEvent event,
      Vertx vertx,
      Mailbox mailbox,
      @ConfigProperty(name = "baton.mailbox-smtp-port") int port)
      throws Exception {
    MailboxSmtp opened = new MailboxSmtp(vertx, mailbox, port);
    opened
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    smtp = opened;
  }

  /** After all others, so that what is under way is still taken. */
  void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) throws Exception {
    if (smtp != null) {
      try {
        smtp.stop()
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // Whoever still sends gets no 250, and so keeps its mail.
        return;
      }
    }
  }
}
