package baton.submission.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.submission.admission.Allowance;
import baton.submission.admission.Counted;
import baton.submission.admission.Quota;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a book that is as exact as the database's, and a clock of its own. */
class AllotmentsTest {

  private static final Quota HUNDRED_A_MINUTE = new Quota(1_000, 100, Quota.UNLIMITED);

  private final ExecutorService workers = Executors.newFixedThreadPool(4, AllotmentsTest::worker);
  private final Book book = new Book(workers);
  private Instant now = Instant.parse("2026-03-01T10:20:30Z");

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void aMinuteHasItsQuotaAndTheNextOneToo() {
    Allotments allotments = allotments();
    assertThat(taken(allotments, HUNDRED_A_MINUTE, 1, 150)).isEqualTo(100);

    now = now.plusSeconds(30);
    assertThat(taken(allotments, HUNDRED_A_MINUTE, 1, 150)).isEqualTo(100);
  }

  @Test
  void theRefusalSaysWhenItIsOver() {
    Allotments allotments = allotments();
    take(allotments, HUNDRED_A_MINUTE, 97);
    RefusedException refusal = refusal(allotments, HUNDRED_A_MINUTE, 4);

    assertThat(refusal.refusal()).isEqualTo(Refusal.RATE_LIMITED);
    assertThat(refusal)
        .hasMessage("this account may send 100 messages a minute; try again in 30 s");
    assertThat(refusal.allowance()).isEqualTo(new Allowance(100, 0, Duration.ofSeconds(30)));
    take(allotments, HUNDRED_A_MINUTE, 3);
  }

  @Test
  void aDaysQuotaGivesBackWhatTheMinuteHadGiven() {
    Allotments allotments = allotments();
    Quota quota = new Quota(1_000, 100, 60);
    take(allotments, quota, 60);
    RefusedException refusal = refusal(allotments, quota, 1);

    assertThat(refusal.refusal()).isEqualTo(Refusal.QUOTA_USED_UP);
    assertThat(refusal).hasMessageContaining("00:00 UTC, in 49170 s");
    take(allotments, HUNDRED_A_MINUTE, 40);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    Allotments allotments = allotments();
    take(allotments, HUNDRED_A_MINUTE, 90);
    take(allotments, HUNDRED_A_MINUTE, 10).giveBack();

    assertThat(taken(allotments, HUNDRED_A_MINUTE, 1, 20)).isEqualTo(10);
  }

  @Test
  void whatIsGivenBackTooLateDoesNotAddToTheNextMinute() {
    Allotments allotments = allotments();
    Counted counted = take(allotments, HUNDRED_A_MINUTE, 50);
    now = now.plusSeconds(30);
    counted.giveBack();

    assertThat(taken(allotments, HUNDRED_A_MINUTE, 1, 150)).isEqualTo(100);
  }

  @Test
  void aQuotaThatIsRaisedHoldsAtOnce() {
    Allotments allotments = allotments();
    take(allotments, HUNDRED_A_MINUTE, 100);
    refusal(allotments, HUNDRED_A_MINUTE, 1);

    take(allotments, new Quota(1_000, 200, Quota.UNLIMITED), 100);
  }

  @Test
  void whoIsRefusedAgainAndAgainCostsNoQueries() {
    Allotments allotments = allotments();
    take(allotments, HUNDRED_A_MINUTE, 100);
    refusal(allotments, HUNDRED_A_MINUTE, 1);
    int asked = book.asked.get();

    refusal(allotments, HUNDRED_A_MINUTE, 1);
    refusal(allotments, HUNDRED_A_MINUTE, 5);
    assertThat(book.asked).hasValue(asked);
  }

  @Test
  void mostMessagesAskNobody() {
    Quota large = new Quota(1_000, 100_000, Quota.UNLIMITED);
    assertThat(taken(allotments(), large, 1, 10_000)).isEqualTo(10_000);
    assertThat(book.asked).hasValue(10);
  }

  @Test
  void manyAtOnceOnSeveralInstancesGetTheQuotaAndNoMore() throws Exception {
    Quota quota = new Quota(1_000, 1_000, Quota.UNLIMITED);
    List<Allotments> instances = List.of(allotments(), allotments(), allotments());
    List<Future<Integer>> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        Allotments instance = instances.get(i % 3);
        Random sizes = new Random(i);
        senders.add(
            threads.submit(
                () -> {
                  int had = 0;
                  for (int turn = 0; turn < 100; turn++) {
                    int messages = 1 + sizes.nextInt(5);
                    had += messages * taken(instance, quota, messages, 1);
                  }
                  return had;
                }));
      }
    }
    int all = 0;
    for (Future<Integer> sender : senders) {
      all += sender.get();
    }
    // A last single message fits where several do not.
    for (Allotments instance : instances) {
      all += taken(instance, quota, 1, 20);
    }
    assertThat(all).isEqualTo(1_000);
  }

  @Test
  void aBookThatCannotBeReadRefusesForNow() {
    book.broken = true;
    assertThat(refusal(allotments(), HUNDRED_A_MINUTE, 1).refusal()).isEqualTo(Refusal.UNAVAILABLE);

    book.broken = false;
    take(allotments(), HUNDRED_A_MINUTE, 1);
  }

  /** Not with the class loader that a test with Quarkus has left behind. */
  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setContextClassLoader(AllotmentsTest.class.getClassLoader());
    return thread;
  }

  private Allotments allotments() {
    return new Allotments(book, () -> now, workers);
  }

  private static int taken(Allotments allotments, Quota quota, int messages, int times) {
    int taken = 0;
    for (int i = 0; i < times; i++) {
      try {
        take(allotments, quota, messages);
        taken++;
      } catch (RefusedException _) {
        // Counted by not being counted.
      }
    }
    return taken;
  }

  private static Counted take(Allotments allotments, Quota quota, int messages) {
    return allotments.take("demo", quota, messages).await().atMost(Duration.ofSeconds(10));
  }

  private static RefusedException refusal(Allotments allotments, Quota quota, int messages) {
    return catchThrowableOfType(RefusedException.class, () -> take(allotments, quota, messages));
  }

  /** What the table does, answered by other threads. */
  private static final class Book implements Usage {

    private final Map<String, Long> taken = new HashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Executor thread;
    private volatile boolean broken;

    Book(Executor thread) {
      this.thread = thread;
    }

    @Override
    public Uni<Boolean> take(String account, Span span, Instant start, long portion, long limit) {
      return Uni.createFrom()
          .completionStage(
              () ->
                  CompletableFuture.supplyAsync(
                      () -> write(account + span + start, portion, limit), thread));
    }

    private synchronized boolean write(String row, long portion, long limit) {
      asked.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("the database is away");
      }
      long before = taken.getOrDefault(row, 0L);
      if (before + portion > limit) {
        return false;
      }
      taken.put(row, before + portion);
      return true;
    }
  }
}
