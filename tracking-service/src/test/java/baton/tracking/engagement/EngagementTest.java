package baton.tracking.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.MessageId;
import baton.contracts.event.About;
import baton.contracts.event.Event;
import baton.contracts.token.Token;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EngagementTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final UUID ID = MessageId.next();
  private static final About ABOUT = About.of(ID, "demo", "ada@example.org");
  private static final Visit VISIT = new Visit(false, "Thunderbird", false, "192.0.2.7");

  private final TokenSealer sealer = new TokenSealer(TokenKeys.parse(TokenKeys.generate(1)));
  private final TokenSealer.ForMessage tokens = sealer.forMessage(ID, "demo", "ada@example.org");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Event.FromTracking> published = new ArrayList<>();
  private boolean room = true;

  /** In memory, as a real channel is never full and never refuses on cue. */
  private final TrackedEvents events =
      new TrackedEvents() {
        @Override
        public boolean offer(Event.FromTracking event) {
          return room && published.add(event);
        }

        @Override
        public Uni<Void> publish(Event.FromTracking event) {
          return room && published.add(event)
              ? Uni.createFrom().voidItem()
              : Uni.createFrom().failure(new NotDurableException("no room"));
        }
      };

  private final Engagement engagement =
      new Engagement(
          sealer,
          AgentRules.shipped(),
          events,
          new HitCounts(meters),
          Clock.fixed(NOW.plusNanos(456), ZoneOffset.UTC));

  @Test
  void aPixelLeavesAnEventWithTheRawFacts() {
    assertThat(engagement.open(tokens.seal(Token.Kind.OPEN), VISIT)).isTrue();

    assertThat(published)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Opened.class,
            opened -> {
              assertThat(opened.about()).isEqualTo(ABOUT);
              assertThat(opened.time()).isEqualTo(NOW);
              assertThat(opened.hit().agent()).isEqualTo("person");
              assertThat(opened.hit().userAgent()).isEqualTo("Thunderbird");
              assertThat(opened.hit().address()).isEqualTo("192.0.2.7");
            });
    assertCounted("open", "person", "recorded");
  }

  @Test
  void aClickTellsWhichLinkAndWhereItLeads() {
    assertThat(engagement.click(tokens.sealLink(3, "https://example.com/ü"), VISIT))
        .contains("https://example.com/%C3%BC");

    assertThat(published)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Clicked.class,
            clicked -> {
              assertThat(clicked.about()).isEqualTo(ABOUT);
              assertThat(clicked.link()).isEqualTo(3);
              assertThat(clicked.url()).isEqualTo("https://example.com/ü");
            });
    assertCounted("click", "person", "recorded");
  }

  @Test
  void everyHitIsAnEventOfItsOwn() {
    String token = tokens.seal(Token.Kind.OPEN);
    engagement.open(token, VISIT);
    engagement.open(token, VISIT);

    assertThat(published).extracting(Event::id).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void aHitOfAProgramIsKeptAndSaysSo() {
    engagement.open(tokens.seal(Token.Kind.OPEN), new Visit(true, null, false, null));

    assertThat(published)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Opened.class, opened -> assertThat(opened.hit().agent()).isEqualTo("scanner"));
    assertCounted("open", "scanner", "recorded");
  }

  @Test
  void lookingAtThePageUnsubscribesNoOne() {
    assertThat(engagement.subscriber(tokens.seal(Token.Kind.UNSUBSCRIBE), VISIT))
        .contains("ada@example.org");

    assertThat(published).isEmpty();
    assertCounted("unsubscribe", "person", "shown");
  }

  @Test
  void unsubscribingIsAnswered() {
    String token = tokens.seal(Token.Kind.UNSUBSCRIBE);

    assertThat(engagement.unsubscribe(token, VISIT).await().indefinitely())
        .contains("ada@example.org");

    assertThat(published).singleElement().isInstanceOf(Event.Unsubscribed.class);
    assertCounted("unsubscribe", "person", "recorded");
  }

  @Test
  void anUnsubscribeThatIsNotDurableFails() {
    room = false;
    String token = tokens.seal(Token.Kind.UNSUBSCRIBE);

    assertThatThrownBy(() -> engagement.unsubscribe(token, VISIT).await().indefinitely())
        .isInstanceOf(TrackedEvents.NotDurableException.class);

    assertCounted("unsubscribe", "person", "unavailable");
  }

  @Test
  void aHitThatFindsNoRoomIsAnsweredAndCountedAsLost() {
    room = false;

    assertThat(engagement.open(tokens.seal(Token.Kind.OPEN), VISIT)).isTrue();
    assertThat(engagement.click(tokens.sealLink(1, "https://example.com/"), VISIT)).isPresent();

    assertCounted("open", "person", "lost");
    assertCounted("click", "person", "lost");
  }

  @Test
  void aTokenIsGoodForOneThingOnly() {
    String link = tokens.sealLink(1, "https://example.com/");
    for (Token.Kind kind : Token.Kind.values()) {
      String token = kind == Token.Kind.CLICK ? link : tokens.seal(kind);
      assertThat(engagement.open(token, VISIT)).isEqualTo(kind == Token.Kind.OPEN);
      assertThat(engagement.click(token, VISIT).isPresent()).isEqualTo(kind == Token.Kind.CLICK);
      assertThat(engagement.subscriber(token, VISIT).isPresent())
          .isEqualTo(kind == Token.Kind.UNSUBSCRIBE);
      assertThat(engagement.unsubscribe(token, VISIT).await().indefinitely().isPresent())
          .isEqualTo(kind == Token.Kind.UNSUBSCRIBE);
    }
    assertThat(published).hasSize(3);
    assertThat(count("open", "person", "rejected")).isEqualTo(3);
    assertThat(count("click", "person", "rejected")).isEqualTo(3);
    assertThat(count("unsubscribe", "person", "rejected")).isEqualTo(6);
  }

  @Test
  void aTokenOfAnotherPlatformIsNone() {
    String foreign =
        new TokenSealer(TokenKeys.parse(TokenKeys.generate(1)))
            .forMessage(ID, "demo", "ada@example.org")
            .sealLink(1, "https://evil.example/");

    assertThat(engagement.click(foreign, VISIT)).isEmpty();
    assertThat(published).isEmpty();
    assertCounted("click", "person", "rejected");
  }

  @Test
  void aLinkThatLeadsToAnythingButTheWebIsNone() {
    assertThat(engagement.click(tokens.sealLink(1, "javascript:alert(1)"), VISIT)).isEmpty();

    assertThat(published).isEmpty();
    assertCounted("click", "person", "rejected");
  }

  @Test
  void ofAnEndlessUserAgentTheBeginningIsKept() {
    engagement.open(
        tokens.seal(Token.Kind.OPEN), new Visit(false, "x".repeat(19_000), false, null));

    assertThat(published)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Opened.class,
            opened -> assertThat(opened.hit().userAgent()).hasSize(Engagement.MAX_USER_AGENT));
  }

  @Test
  void itOpensWhatItSeals() {
    assertThat(engagement.opensTokens()).isTrue();
  }

  private void assertCounted(String kind, String agent, String outcome) {
    assertThat(count(kind, agent, outcome)).isEqualTo(1);
    assertThat(
            meters.get("baton.tracking.hits").tag("kind", kind).counters().stream()
                .mapToDouble(Counter::count)
                .sum())
        .isEqualTo(1);
  }

  private double count(String kind, String agent, String outcome) {
    return meters
        .get("baton.tracking.hits")
        .tags("kind", kind, "agent", agent, "outcome", outcome)
        .counter()
        .count();
  }
}
