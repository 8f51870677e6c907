package baton.tracking.engagement;

import baton.contracts.MessageId;
import baton.contracts.event.About;
import baton.contracts.event.Event;
import baton.contracts.event.Hit;
import baton.contracts.token.Token;
import baton.contracts.token.TokenSealer;
import baton.tracking.engagement.HitCounts.Kind;
import baton.tracking.engagement.HitCounts.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What recipients do with a message. A token that this platform did not make, or made for something
 * else, is answered with nothing at all: no event, no target, no address, and one count. Every
 * other request leaves an event, whoever made it: what is not a person is told apart by its {@code
 * agent}, not dropped.
 */
public final class Engagement {

  /** What is kept of a User-Agent, in characters; real ones stay far below. */
  static final int MAX_USER_AGENT = 1_000;

  private final TokenSealer sealer;
  private final AgentRules rules;
  private final TrackedEvents events;
  private final HitCounts counts;
  private final Clock clock;

  public Engagement(
      TokenSealer sealer, AgentRules rules, TrackedEvents events, HitCounts counts, Clock clock) {
    this.sealer = sealer;
    this.rules = rules;
    this.events = events;
    this.counts = counts;
    this.clock = clock;
  }

  /**
   * The pixel was fetched.
   *
   * @return whether the token is a pixel's
   */
  public boolean open(String token, Visit visit) {
    Agent agent = rules.classify(visit);
    Optional<Token> opened = read(token, Token.Kind.OPEN);
    if (opened.isEmpty()) {
      counts.count(Kind.OPEN, agent, Outcome.REJECTED);
      return false;
    }
    record(Kind.OPEN, agent, new Event.Opened(about(opened.get()), now(), hit(agent, visit)));
    return true;
  }

  /**
   * A link was followed.
   *
   * @return where to, in visible ASCII; empty where the token is no link's
   */
  public Optional<String> click(String token, Visit visit) {
    Agent agent = rules.classify(visit);
    Optional<Token> clicked = read(token, Token.Kind.CLICK);
    Optional<String> location = clicked.map(Token::target).flatMap(LinkTarget::location);
    if (clicked.isEmpty() || location.isEmpty()) {
      counts.count(Kind.CLICK, agent, Outcome.REJECTED);
      return Optional.empty();
    }
    Token link = clicked.get();
    record(
        Kind.CLICK,
        agent,
        new Event.Clicked(about(link), now(), hit(agent, visit), link.link(), link.target()));
    return location;
  }

  /**
   * The page that asks was fetched; the subscription stays as it is.
   *
   * @return whose subscription it is; empty where the token is no unsubscribe's
   */
  public Optional<String> subscriber(String token, Visit visit) {
    Optional<String> recipient = read(token, Token.Kind.UNSUBSCRIBE).map(Token::recipient);
    counts.count(
        Kind.UNSUBSCRIBE,
        rules.classify(visit),
        recipient.isPresent() ? Outcome.SHOWN : Outcome.REJECTED);
    return recipient;
  }

  /**
   * The recipient wants no more mail.
   *
   * @return completes when that is durable, with the recipient; with nothing where the token is no
   *     unsubscribe's; fails with {@link TrackedEvents.NotDurableException}
   */
  public Uni<Optional<String>> unsubscribe(String token, Visit visit) {
    Agent agent = rules.classify(visit);
    Optional<Token> wanted = read(token, Token.Kind.UNSUBSCRIBE);
    if (wanted.isEmpty()) {
      counts.count(Kind.UNSUBSCRIBE, agent, Outcome.REJECTED);
      return Uni.createFrom().item(Optional.empty());
    }
    String recipient = wanted.get().recipient();
    return events
        .publish(new Event.Unsubscribed(about(wanted.get()), now(), hit(agent, visit)))
        .onItem()
        .invoke(() -> counts.count(Kind.UNSUBSCRIBE, agent, Outcome.RECORDED))
        .onFailure()
        .invoke(() -> counts.count(Kind.UNSUBSCRIBE, agent, Outcome.UNAVAILABLE))
        .map(durable -> Optional.of(recipient));
  }

  /** Whether a token that is sealed now can be opened: whether keys and ciphers work. */
  public boolean opensTokens() {
    String token = sealer.forMessage(MessageId.next(), "health", "").seal(Token.Kind.OPEN);
    return read(token, Token.Kind.OPEN).isPresent();
  }

  private void record(Kind kind, Agent agent, Event.FromTracking event) {
    counts.count(kind, agent, events.offer(event) ? Outcome.RECORDED : Outcome.LOST);
  }

  private Optional<Token> read(String token, Token.Kind kind) {
    return sealer.open(token).filter(read -> read.kind() == kind);
  }

  private static About about(Token token) {
    return About.of(token.messageId(), token.account(), token.recipient());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Hit hit(Agent agent, Visit visit) {
    String userAgent = visit.userAgent();
    if (userAgent != null && userAgent.length() > MAX_USER_AGENT) {
      userAgent = userAgent.substring(0, MAX_USER_AGENT);
    }
    return new Hit(MessageId.next(), agent.word(), userAgent, visit.address());
  }
}
