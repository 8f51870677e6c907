package baton.delivery.outcome;

import baton.contracts.event.About;
import baton.contracts.event.Attempt;
import baton.contracts.event.Event;
import baton.delivery.QueuedMessage;
import baton.delivery.routing.Sandbox;
import baton.smtp.client.Problem;
import baton.smtp.client.Transmission;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.BounceClass;
import baton.smtp.reply.Classification;
import baton.smtp.reply.Phase;
import baton.smtp.reply.ReplyClassifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges what happened to a message: pure but for the clock and the schedule's jitter. */
public final class Verdicts {

  /** The site of mail that goes nowhere. */
  private static final String SANDBOX = "sandbox";

  private final RetrySchedule schedule;
  private final InstantSource clock;

  public Verdicts(RetrySchedule schedule, InstantSource clock) {
    this.schedule = schedule;
    this.clock = clock;
  }

  /** After a transmission came to its end on a connection with {@code peer}. */
  public Outcome of(QueuedMessage message, String site, Peer peer, Transmission transmission) {
    List<String> transcript = transmission.transcript();
    return switch (transmission.outcome()) {
      case Transmission.Outcome.Accepted(Reply reply) ->
          delivered(message, attempt(message, site, peer, reply, transcript));
      case Transmission.Outcome.Refused(Phase phase, Reply reply) ->
          refused(message, attempt(message, site, peer, reply, transcript), phase, reply);
      case Transmission.Outcome.NotSent(Problem problem) ->
          notSent(message, attempt(message, site, peer, problem, transcript), problem, false);
      case Transmission.Outcome.Unknown(Problem problem) ->
          notSent(message, attempt(message, site, peer, problem, transcript), problem, true);
      case Transmission.Outcome.Unsupported(String extension) ->
          unsupported(message, site, peer, extension, transcript);
    };
  }

  /**
   * Where no server of the site could be used; {@code problem} is the last one's, and {@code
   * TlsUnavailable} only where it is that of all. A message that requires TLS is bounced then (RFC
   * 8689 section 4.2.1).
   */
  public Outcome unreachable(
      QueuedMessage message,
      String site,
      @Nullable Peer peer,
      Problem problem,
      List<String> transcript) {
    if (problem instanceof Problem.TlsUnavailable && message.message().tls().equals("required")) {
      return noTls(message, site, peer, problem.describe(), transcript);
    }
    return notSent(message, attempt(message, site, peer, problem, transcript), problem, false);
  }

  private Outcome noTls(
      QueuedMessage message,
      String site,
      @Nullable Peer peer,
      String reason,
      List<String> transcript) {
    String text = "550 5.7.30 the message requires TLS: " + reason;
    Attempt attempt = attempt(message, site, peer, text, "5.7.30", transcript);
    return bounced(message, attempt, BounceClass.TlsError, false);
  }

  /** Where the domain can take no mail, now and for ever. */
  public Outcome undeliverable(
      QueuedMessage message, String site, String status, String reason, BounceClass bounceClass) {
    Attempt attempt =
        attempt(message, site, null, "550 " + status + " " + reason, status, List.of());
    return bounced(message, attempt, bounceClass, bounceClass == BounceClass.BadDomain);
  }

  /** Where it could not be found out who takes the domain's mail. */
  public Outcome unresolved(QueuedMessage message, String site, String reason) {
    Attempt attempt = attempt(message, site, null, "451 4.4.3 " + reason, "4.4.3", List.of());
    return deferred(message, attempt, BounceClass.RoutingError, false);
  }

  /** Where the message is too old. */
  public Outcome expired(QueuedMessage message) {
    return new Outcome.Ended(
        message, new Event.Expired(message.about(), clock.instant(), message.attempts(), null));
  }

  /** Where the message has no turn before {@code wait} is over; no attempt was made. */
  public Outcome spilled(QueuedMessage message, Duration wait) {
    return new Outcome.Postponed(message, message.attempts(), clock.instant().plus(wait), null);
  }

  /** Where the message is not to leave before a time that its sender set. */
  public Outcome scheduled(QueuedMessage message) {
    return new Outcome.Postponed(message, message.attempts(), message.message().notBefore(), null);
  }

  /** Where its recipient has come on the suppression list. */
  public Outcome suppressed(QueuedMessage message, String reason) {
    return new Outcome.Ended(
        message,
        new Event.SuppressedLater(message.about(), clock.instant(), message.attempts(), reason));
  }

  /** Where the message goes nowhere and plays an act. */
  public Outcome played(QueuedMessage message, Sandbox.Act act) {
    return switch (act) {
      case DELIVERED -> delivered(message, sandboxed(message, "250", "2.0.0", "taken by nobody"));
      case COMPLAINED -> complained(message);
      case BOUNCED ->
          bounced(
              message,
              sandboxed(message, "550", "5.1.1", "nobody of that name"),
              BounceClass.InvalidRecipient,
              true);
      case DEFERRED ->
          message.attempts() == 0
              ? deferred(
                  message,
                  sandboxed(message, "452", "4.2.2", "mailbox full, try again"),
                  BounceClass.MailboxFull,
                  false)
              : delivered(message, sandboxed(message, "250", "2.0.0", "taken by nobody"));
    };
  }

  /** Where its sender has taken the message back; an attempt may have been made meanwhile. */
  public static Outcome cancelled(
      QueuedMessage message, int attempts, @Nullable String lastReply, Instant now) {
    return new Outcome.Ended(
        message, new Event.Cancelled(message.about(), now, attempts, lastReply));
  }

  private Outcome complained(QueuedMessage message) {
    Instant now = clock.instant();
    Attempt attempt = sandboxed(message, "250", "2.0.0", "taken by nobody");
    return new Outcome.Ended(
        message,
        new Event.Delivered(message.about(), now, attempt, queued(message, now)),
        new Event.Complained(
            About.of(message.id(), message.message().account(), message.message().rcptTo()),
            now,
            "sandbox",
            "abuse",
            "Baton sandbox"));
  }

  private static Attempt sandboxed(
      QueuedMessage message, String code, String status, String words) {
    String reply = code + " " + status + " sandbox: " + words;
    return attempt(message, SANDBOX, null, reply, status, List.of());
  }

  private static long queued(QueuedMessage message, Instant now) {
    return Math.max(0, Duration.between(message.message().notBefore(), now).toMillis());
  }

  private Outcome delivered(QueuedMessage message, Attempt attempt) {
    Instant now = clock.instant();
    return new Outcome.Ended(
        message, new Event.Delivered(message.about(), now, attempt, queued(message, now)));
  }

  private Outcome refused(QueuedMessage message, Attempt attempt, Phase phase, Reply reply) {
    Classification classification = ReplyClassifier.classify(reply, phase);
    return switch (classification.action()) {
      case BOUNCE -> bounced(message, attempt, classification.bounceClass(), classification.hard());
      case RETRY, DELIVERED -> deferred(message, attempt, classification.bounceClass(), false);
    };
  }

  private Outcome unsupported(
      QueuedMessage message, String site, Peer peer, String extension, List<String> transcript) {
    if (extension.equals("REQUIRETLS")) {
      return noTls(message, site, peer, "the server does not offer " + extension, transcript);
    }
    String text = "550 5.6.7 the remote server does not offer " + extension;
    Attempt attempt = attempt(message, site, peer, text, "5.6.7", transcript);
    return bounced(message, attempt, BounceClass.ProtocolError, false);
  }

  private Outcome notSent(
      QueuedMessage message, Attempt attempt, Problem problem, boolean outcomeUnknown) {
    BounceClass bounceClass =
        switch (problem) {
          case Problem.Refused(Phase phase, Reply reply) ->
              ReplyClassifier.classify(reply, phase).bounceClass();
          case Problem.PeerClosing(Phase phase, Reply reply) ->
              ReplyClassifier.classify(reply, phase).bounceClass();
          case Problem.TlsUnavailable unavailable -> BounceClass.TlsError;
          case Problem.TlsFailed failed -> BounceClass.TlsError;
          case Problem.Violation violation -> BounceClass.ProtocolError;
          case Problem.Unreachable unreachable -> BounceClass.ConnectionError;
          case Problem.TimedOut timedOut -> BounceClass.ConnectionError;
          case Problem.Lost lost -> BounceClass.ConnectionError;
          case Problem.ClosedHere closed -> BounceClass.ConnectionError;
        };
    return deferred(message, attempt, bounceClass, outcomeUnknown);
  }

  private Outcome bounced(
      QueuedMessage message, Attempt attempt, BounceClass bounceClass, boolean hard) {
    return new Outcome.Ended(
        message,
        new Event.Bounced(
            message.about(), clock.instant(), attempt, bounceClass.name(), hard, false));
  }

  private Outcome deferred(
      QueuedMessage message, Attempt attempt, BounceClass bounceClass, boolean outcomeUnknown) {
    Instant now = clock.instant();
    if (message.expired(now)) {
      return new Outcome.Ended(
          message, new Event.Expired(message.about(), now, attempt.number(), attempt.reply()));
    }
    Instant due = now.plus(schedule.after(attempt.number()));
    Instant expiry = message.message().expiresAt();
    Instant next = due.isAfter(expiry) ? expiry : due;
    return new Outcome.Postponed(
        message,
        attempt.number(),
        next,
        new Event.Deferred(
            message.about(), now, attempt, bounceClass.name(), next, outcomeUnknown));
  }

  private static Attempt attempt(
      QueuedMessage message, String site, Peer peer, Reply reply, List<String> transcript) {
    String status = reply.status() == null ? null : reply.status().toString();
    return attempt(message, site, peer, reply.toString(), status, transcript);
  }

  private static Attempt attempt(
      QueuedMessage message,
      String site,
      @Nullable Peer peer,
      Problem problem,
      List<String> transcript) {
    return switch (problem) {
      case Problem.Refused(Phase phase, Reply reply) ->
          attempt(message, site, peer, reply.toString(), status(reply), transcript);
      case Problem.PeerClosing(Phase phase, Reply reply) ->
          attempt(message, site, peer, reply.toString(), status(reply), transcript);
      default -> attempt(message, site, peer, problem.describe(), null, transcript);
    };
  }

  private static @Nullable String status(Reply reply) {
    return reply.status() == null ? null : reply.status().toString();
  }

  private static Attempt attempt(
      QueuedMessage message,
      String site,
      @Nullable Peer peer,
      String reply,
      @Nullable String status,
      List<String> transcript) {
    return new Attempt(
        message.attempts() + 1,
        site,
        peer == null ? null : peer.host(),
        peer == null ? null : peer.address(),
        peer == null ? null : peer.tls(),
        reply,
        status,
        transcript);
  }
}
