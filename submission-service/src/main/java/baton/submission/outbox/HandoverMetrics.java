package baton.submission.outbox;

import baton.submission.admission.Protocol;
import baton.submission.admission.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * {@code baton_submission_messages_total{protocol,outcome}} counts messages, one for each
 * recipient: {@code accepted} or {@code suppressed}; what was not taken counts once, as {@code
 * refused} or {@code unavailable}. The protocol is {@code smtp}, {@code http}, or {@code notice}
 * for mail of the platform's own. {@code baton_submission_accept_seconds} times submissions that
 * were taken.
 */
public final class HandoverMetrics {

  private static final String MESSAGES = "baton.submission.messages";

  private final ByFamily smtp;
  private final ByFamily http;
  private final ByFamily notice;
  private final Timer accept;

  public HandoverMetrics(MeterRegistry registry) {
    smtp = new ByFamily(registry, "smtp");
    http = new ByFamily(registry, "http");
    notice = new ByFamily(registry, "notice");
    accept =
        Timer.builder("baton.submission.accept")
            .description("From a submission's last octet to its durability")
            .publishPercentileHistogram()
            .register(registry);
  }

  private record ByFamily(
      Counter accepted, Counter suppressed, Counter refused, Counter unavailable) {

    ByFamily(MeterRegistry registry, String protocol) {
      this(
          counter(registry, protocol, "accepted"),
          counter(registry, protocol, "suppressed"),
          counter(registry, protocol, "refused"),
          counter(registry, protocol, "unavailable"));
    }

    private static Counter counter(MeterRegistry registry, String protocol, String outcome) {
      return Counter.builder(MESSAGES)
          .description("Messages handed over, by what came of it")
          .tags("protocol", protocol, "outcome", outcome)
          .register(registry);
    }
  }

  /**
   * Counts what was taken.
   *
   * @param startNanos when its last octet was there, by {@link System#nanoTime}
   */
  public void accepted(Protocol protocol, int accepted, int suppressed, long startNanos) {
    ByFamily counters = of(protocol);
    counters.accepted().increment(accepted);
    counters.suppressed().increment(suppressed);
    accept.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
  }

  /** Counts what was not taken. */
  public void refused(Protocol protocol, Refusal refusal) {
    ByFamily counters = of(protocol);
    (refusal.httpStatus() == 503 ? counters.unavailable() : counters.refused()).increment();
  }

  private ByFamily of(Protocol protocol) {
    return switch (protocol) {
      case SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA -> smtp;
      case HTTP -> http;
      case NOTICE -> notice;
    };
  }
}
