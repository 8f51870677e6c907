package baton.submission.outbox;

import java.time.Duration;

/**
 * How the outbox works.
 *
 * @param transactionalId of this instance alone, and the same after its restart: by it Kafka ends
 *     what the instance left open. Each producer appends its number
 * @param publishTimeout how long a sender waits for durability at most, about; one second or more
 * @param transactionBytes of records that share a transaction, in octets; one submission may exceed
 *     it alone
 * @param transactionSubmissions that share a transaction
 * @param producers that commit by turns, each a thread and a connection; 1 or more
 */
public record OutboxSettings(
    String transactionalId,
    Duration publishTimeout,
    long transactionBytes,
    int transactionSubmissions,
    int producers) {

  public OutboxSettings {
    if (publishTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "baton.submission.publish-timeout must be at least one second");
    }
    if (producers < 1) {
      throw new IllegalArgumentException("an outbox has at least one producer");
    }
  }

  /** With the bounds that fit a producer's default buffers. */
  public static OutboxSettings of(String transactionalId, Duration publishTimeout) {
    return new OutboxSettings(transactionalId, publishTimeout, 16 * 1024 * 1024, 2_000, 1);
  }
}
