package baton.submission.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.MessageId;
import baton.submission.admission.Receipt;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Erasing beside a projection that goes on writing. */
class ErasedMessagesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static HistoryDatabase database;

  private final ErasedMessages erased = new ErasedMessages(database.pool());
  private final PastEvents events = new PastEvents(database.pool(), erased);
  private final RecipientHistory recipients = new RecipientHistory(database.pool());

  @BeforeAll
  static void migrate() {
    database = new HistoryDatabase();
    database.migrate("latest");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.execute(
        """
        truncate submission.message_event, submission.message, submission.message_tag,
          submission.erased_event, submission.erased_recipient, submission.account_day
        """);
  }

  @Test
  void whatIsWrittenWhileARecipientIsErasedIsErasedToo() {
    for (int round = 0; round < 100; round++) {
      UUID id = MessageId.next();
      add(accepted(id));

      Uni.join()
          .all(
              List.of(
                  events.add(List.of(event(id, "opened"))).replaceWithVoid(),
                  erase().replaceWithVoid(),
                  events
                      .add(List.of(event(id, "clicked"), event(id, "delivered")))
                      .replaceWithVoid(),
                  events.add(List.of(accepted(id), event(id, "deferred"))).replaceWithVoid()))
          .andFailFast()
          .await()
          .atMost(PATIENCE);

      assertThat(database.count("select count(*) from submission.message_event")).isZero();
      assertThat(database.count("select count(*) from submission.message")).isZero();
    }
    assertThat(database.count("select count(*) from submission.erased_event")).isEqualTo(500);
    assertThat(database.count("select sum(delivered)::bigint from submission.account_day"))
        .isEqualTo(100);
  }

  @Test
  void aRecipientOfManyMessagesIsErasedWhole() {
    add(Stream.generate(() -> accepted(MessageId.next())).limit(1_100).toArray(PastEvent[]::new));

    assertThat(erase().await().atMost(PATIENCE))
        .isEqualTo(new RecipientHistory.Extent(1_100, 1_100));

    assertThat(database.count("select count(*) from submission.message_tag")).isZero();
  }

  @Test
  void nothingThatIsOnItsWayIsForgottenUnlessItIsLetGoOf() {
    UUID queued = MessageId.next();
    UUID delivered = MessageId.next();
    add(accepted(queued), accepted(delivered), event(delivered, "delivered"));

    assertThatThrownBy(
            () ->
                erase(_ -> Uni.createFrom().failure(new IllegalStateException("kafka is away")))
                    .await()
                    .atMost(PATIENCE))
        .hasMessage("kafka is away");
    assertThat(database.count("select count(*) from submission.message")).isEqualTo(2);

    List<Receipt> letGo = new ArrayList<>();
    erase(messages -> Uni.createFrom().voidItem().invoke(() -> letGo.addAll(messages)))
        .await()
        .atMost(PATIENCE);
    assertThat(letGo).containsExactly(new Receipt("ada@example.org", queued));
    assertThat(database.count("select count(*) from submission.message")).isZero();
  }

  @Test
  void whatNoEventCanAskForAnyMoreIsForgotten() {
    Instant now = Instant.now();
    UUID young = MessageId.next();
    database.execute(
        """
        insert into submission.erased_event values ('%s', 'old'), ('%s', 'young');
        insert into submission.erased_recipient values
          (repeat('a', 64), now() - interval '31 days'), (repeat('b', 64), now() - interval '29 days')
        """
            .formatted(Days.firstId(now.minus(Duration.ofDays(91))), young));

    erased.sweep(Days.of(now).minusDays(90), now).await().atMost(PATIENCE);

    assertThat(database.texts("select id from submission.erased_event")).containsExactly("young");
    assertThat(database.texts("select recipient_hash from submission.erased_recipient"))
        .containsExactly("b".repeat(64));
  }

  private Uni<RecipientHistory.Extent> erase() {
    return erase(_ -> Uni.createFrom().voidItem());
  }

  private Uni<RecipientHistory.Extent> erase(Function<List<Receipt>, Uni<Void>> letGo) {
    return recipients.erase("shop", "Ada@example.org", Instant.now().plusSeconds(1), letGo);
  }

  private void add(PastEvent... batch) {
    events.add(List.of(batch)).await().atMost(PATIENCE);
  }

  private static PastEvent accepted(UUID id) {
    return event(id, "accepted");
  }

  private static PastEvent event(UUID id, String what) {
    return new PastEvent(
        id,
        id + "." + what,
        "shop",
        "email." + what,
        OffsetDateTime.now(),
        "ada@example.org",
        """
        {"message_id": "%s", "account": "shop", "recipient": "ada@example.org", "tags": ["orders"],
         "time": "2026-11-22T00:00:00Z", "sender": "", "protocol": "http", "size": 1,
         "stream": "transactional"}
        """
            .formatted(id));
  }
}
