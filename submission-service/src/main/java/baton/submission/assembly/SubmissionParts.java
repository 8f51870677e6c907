package baton.submission.assembly;

import baton.submission.admission.Acceptance;
import baton.submission.admission.Admission;
import baton.submission.admission.Credentials;
import baton.submission.admission.InFlight;
import baton.submission.admission.Limits;
import baton.submission.admission.NoticeAdmission;
import baton.submission.admission.Quota;
import baton.submission.admission.Quotas;
import baton.submission.admission.Repetitions;
import baton.submission.admission.SendingDomains;
import baton.submission.admission.Standings;
import baton.submission.admission.Suppressions;
import baton.submission.compose.Composer;
import baton.submission.idempotency.IdempotencyParts;
import baton.submission.idempotency.ReservedRepetitions;
import baton.submission.notices.NoticeIntake;
import baton.submission.outbox.Cancellation;
import baton.submission.outbox.Handover;
import baton.submission.outbox.HandoverMetrics;
import baton.submission.outbox.KafkaOutbox;
import baton.submission.outbox.OutboxSettings;
import baton.submission.outbox.TopicSettings;
import baton.submission.prepare.Preparation;
import baton.submission.protection.Thresholds;
import baton.submission.settings.PlatformNames;
import baton.submission.smtp.LoginLimits;
import baton.submission.smtp.SmtpSettings;
import baton.submission.smtp.SubmissionServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes each part of the mail's way once. */
@Singleton
class SubmissionParts {

  private static final int MAX_RECIPIENTS = 1_000;

  /** Of an attempt under an idempotency key, in times of the outbox's patience. */
  private static final int LEASE = 3;

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final SubmissionConfig config;

  SubmissionParts(SubmissionConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  Limits submissionLimits() {
    return new Limits(
        Math.toIntExact(config.maxMessageBytes().asLongValue()),
        config.maxSubmissionBytes().asLongValue(),
        MAX_RECIPIENTS);
  }

  @Produces
  @Singleton
  Admission submissionAdmission(
      Limits limits, SendingDomains domains, Suppressions suppressions, Standings standings) {
    return new Admission(limits, domains, suppressions, standings);
  }

  @Produces
  @Singleton
  Thresholds submissionThresholds() {
    SubmissionConfig.Protection protection = config.protection();
    return sound(
        () ->
            new Thresholds(
                protection.complaintRate(),
                protection.hardBounceRate(),
                protection.minimumVolume(),
                protection.days()));
  }

  @Produces
  @Singleton
  Quota submissionQuota() {
    return config.parsedQuota();
  }

  @Produces
  @Singleton
  Composer submissionComposer() {
    return new Composer(InstantSource.system());
  }

  @Produces
  @Singleton
  Preparation submissionPreparation() {
    return new Preparation(
        config.parsedTokenKeys(),
        config.parsedTrackingUrl(),
        config.parsedReturnPathDomain(),
        config.parsedDkimCanonicalization(),
        config.signs(),
        InstantSource.system());
  }

  @Produces
  @Singleton
  TopicSettings submissionTopicSettings() {
    SubmissionConfig.Topics topics = config.topics();
    return sound(
        () ->
            new TopicSettings(
                topics.create(),
                TopicSettings.Scale.parse(topics.scale()),
                topics.replication(),
                topics.patience()));
  }

  /** Without a cause: then Quarkus prints the sentence, which names the key, and no stack trace. */
  private static <T> T sound(Supplier<T> part) {
    try {
      return part.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage());
    }
  }

  @Produces
  @Singleton
  KafkaOutbox submissionOutbox(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    return new KafkaOutbox(
        kafka,
        sound(
            () ->
                OutboxSettings.of(
                    "baton-submission-" + config.submission().instance().orElseGet(this::instance),
                    config.submission().publishTimeout())));
  }

  @Produces
  @Singleton
  Repetitions submissionRepetitions(IdempotencyParts parts, KafkaOutbox outbox) {
    return parts.repetitions(
        new ReservedRepetitions.Producers() {
          @Override
          public List<String> transactionalIds() {
            return outbox.transactionalIds();
          }

          @Override
          public boolean ready() {
            return outbox.ready();
          }
        },
        config.submission().publishTimeout().multipliedBy(LEASE));
  }

  @Produces
  @Singleton
  Cancellation submissionCancellation(KafkaOutbox outbox) {
    return new Cancellation(outbox, InstantSource.system());
  }

  @Produces
  @Singleton
  Handover submissionAcceptance(
      Admission admission,
      Preparation preparation,
      KafkaOutbox outbox,
      Repetitions repetitions,
      Quotas quotas,
      MeterRegistry registry) {
    return new Handover(
        admission,
        preparation,
        outbox,
        repetitions,
        quotas,
        new InFlight(config.submission().inFlightBytes().asLongValue()),
        Infrastructure.getDefaultWorkerPool(),
        new HandoverMetrics(registry));
  }

  @Produces
  @Singleton
  NoticeIntake submissionNotices(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      Limits limits,
      SendingDomains domains,
      Suppressions suppressions,
      Preparation preparation,
      KafkaOutbox outbox,
      MeterRegistry registry) {
    return new NoticeIntake(
        kafka,
        new NoticeAdmission(limits, domains, suppressions),
        preparation,
        outbox,
        new HandoverMetrics(registry));
  }

  @Produces
  @Singleton
  PlatformNames submissionPlatformNames() {
    return new PlatformNames(
        config.parsedReturnPathDomain(), URI.create(config.parsedTrackingUrl()).getHost());
  }

  @Produces
  @Singleton
  SubmissionServer submissionServer(
      Vertx vertx,
      Credentials credentials,
      Admission admission,
      Acceptance acceptance,
      Limits limits,
      MeterRegistry registry) {
    SubmissionConfig.Login login = config.submission().login();
    return new SubmissionServer(
        vertx,
        new SmtpSettings(
            config.submission().hostName().or(config::hostname).orElse("localhost"),
            config.smtpPort(),
            config.smtpsPort(),
            config.tls().certificate(),
            config.tls().key(),
            config.tls().directory(),
            limits.messageBytes(),
            limits.recipients(),
            Math.max(limits.messageBytes(), config.submission().inFlightBytes().asLongValue()),
            sound(
                () ->
                    LoginLimits.of(
                        login.failuresPerAddress(), login.failuresPerUser(), login.memory())),
            config.parsedProxies(),
            STOP_PATIENCE),
        config.parsedTrustedNetworks(),
        credentials,
        admission,
        acceptance,
        limits,
        registry);
  }

  /** A port has one owner on a host, so two instances never have the same. */
  private String instance() {
    // Any free port is another one after a restart, and no name.
    String port =
        config.smtpPort() == 0
            ? Long.toString(ProcessHandle.current().pid())
            : Integer.toString(config.smtpPort());
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + port;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "this host does not know its name: set baton.submission.instance", e);
    }
  }
}
