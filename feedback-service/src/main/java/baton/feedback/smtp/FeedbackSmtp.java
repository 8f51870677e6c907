package baton.feedback.smtp;

import baton.feedback.assembly.FeedbackConfig;
import baton.feedback.intake.Intake;
import baton.smtp.server.SmtpServer;
import baton.smtp.server.SmtpServerOptions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the front door with the application and shuts it before the rooms behind it go. */
@ApplicationScoped
public class FeedbackSmtp {

  private static final Logger LOG = LoggerFactory.getLogger(FeedbackSmtp.class);

  private static final int MAX_CONNECTIONS = 2_000;

  /** A provider sends its feedback over a few connections; one host shall not take all. */
  private static final int MAX_CONNECTIONS_PER_ADDRESS = 100;

  /** While one message is read, its parts and their text stand beside it in memory. */
  private static final long BYTES_IN_FLIGHT = 12L * FeedbackConfig.MAX_MESSAGE_BYTES;

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final FeedbackConfig config;

  /** Made when asked for, which is after the configuration has been checked. */
  private final Instance<Intake> intake;

  private volatile @Nullable SmtpServer server;

  @Inject
  FeedbackSmtp(Vertx vertx, FeedbackConfig config, Instance<Intake> intake) {
    this.vertx = vertx;
    this.config = config;
    this.intake = intake;
  }

  void open(@Observes StartupEvent started) {
    try {
      config.check();
      FeedbackAddresses addresses =
          new FeedbackAddresses(config.ownDomains(), config.parsedTokenKeys());
      Intake behind = intake.get();
      SmtpServer opening =
          new SmtpServer(
              vertx, options(), peer -> new FeedbackConversation(vertx, addresses, behind, peer));
      await(opening.listen(), START_PATIENCE);
      server = opening;
      LOG.info(
          "feedback listens: port={} domains={} starttls={}",
          opening.port(),
          config.ownDomains(),
          config.tlsCertificate().isPresent());
    } catch (IllegalArgumentException e) {
      throw fault(e.getMessage());
    } catch (IllegalStateException e) {
      throw fault(
          e.getMessage() + "; baton.feedback-smtp-port (BATON_FEEDBACK_SMTP_PORT) names it");
    }
  }

  /** Quarkus prints the sentence of this one and no stack trace, as long as it has no cause. */
  private static ConfigurationException fault(@Nullable String sentence) {
    return new ConfigurationException(sentence);
  }

  private SmtpServerOptions options() {
    SmtpServerOptions options =
        new SmtpServerOptions()
            .hostName(config.smtpHostName())
            .bindAddress(config.bindAddress())
            .port(config.smtpPort())
            .maxMessageSize(FeedbackConfig.MAX_MESSAGE_BYTES)
            .maxRecipients(100)
            .maxConnections(MAX_CONNECTIONS)
            .maxConnectionsPerAddress(MAX_CONNECTIONS_PER_ADDRESS)
            .bytesInFlightLimit(BYTES_IN_FLIGHT)
            .eventLoops(1);
    config
        .tlsCertificate()
        .ifPresent(
            certificate -> options.startTls(pem(certificate, config.tlsKey().orElseThrow())));
    return options;
  }

  private static PemKeyCertOptions pem(Path certificate, Path key) {
    return new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
  }

  void close(@Observes ShutdownEvent stopping) {
    SmtpServer closing = server;
    server = null;
    if (closing != null) {
      Duration patience = config.drainTimeout();
      await(closing.shutdown(patience), patience.plusSeconds(5));
      LOG.info("feedback stopped listening");
    }
  }

  /** The port that it listens on; 0 while it does not. */
  public int port() {
    SmtpServer open = server;
    return open == null ? 0 : open.port();
  }

  private static void await(Future<?> future, Duration patience) {
    CompletionStage<?> stage = future.toCompletionStage();
    try {
      stage.toCompletableFuture().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new IllegalStateException("feedback's SMTP server did not answer in " + patience, e);
      }
      throw e.getCause() instanceof RuntimeException told ? told : e;
    }
  }
}
