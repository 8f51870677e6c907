package baton.smtp.client;

import baton.smtp.reply.Phase;
import java.time.Duration;

/** A reply that must come, in the order in which the commands were written. */
sealed interface Awaited {

  Phase phase();

  Duration patience(Timeouts timeouts);

  /** To RSET, which cleans up what a refused message left behind. */
  record Reset(Exchange exchange) implements Awaited {
    @Override
    public Phase phase() {
      return Phase.MAIL;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return timeouts.mail();
    }
  }

  record Mail(Exchange exchange) implements Awaited {
    @Override
    public Phase phase() {
      return Phase.MAIL;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return timeouts.mail();
    }
  }

  record Recipient(Exchange exchange) implements Awaited {
    @Override
    public Phase phase() {
      return Phase.RCPT;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return timeouts.rcpt();
    }
  }

  record Data(Exchange exchange) implements Awaited {
    @Override
    public Phase phase() {
      return Phase.DATA;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return timeouts.data();
    }
  }

  /** To the content; while it is being written, the peer must take a block at a time. */
  record Dot(Exchange exchange) implements Awaited {
    @Override
    public Phase phase() {
      return Phase.CONTENT;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return exchange.course() instanceof Course.Content ? timeouts.block() : timeouts.dot();
    }
  }

  /** To the lone dot that ends a DATA which nobody should have granted (RFC 2920 section 3.1). */
  record LoneDot() implements Awaited {
    @Override
    public Phase phase() {
      return Phase.CONTENT;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return timeouts.dot();
    }
  }

  record Quit() implements Awaited {

    /** A farewell is worth no waiting. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public Phase phase() {
      return Phase.IDLE;
    }

    @Override
    public Duration patience(Timeouts timeouts) {
      return PATIENCE;
    }
  }
}
