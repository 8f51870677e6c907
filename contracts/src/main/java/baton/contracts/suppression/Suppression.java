package baton.contracts.suppression;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address that an account may not write to.
 *
 * @param account whose list it stands on; {@link #EVERY_ACCOUNT} where none may write to it
 * @param address in the form of {@link #normalise}
 * @param reason {@code complaint}, {@code hard_bounce}, {@code unsubscribe} or {@code manual}
 * @param since when it was put there
 * @param messageId the message that led to it; null where somebody put it there by hand
 */
public record Suppression(
    String account, String address, String reason, Instant since, @Nullable UUID messageId) {

  /** Stands for the platform's own list, which holds for all accounts. No account has this id. */
  public static final String EVERY_ACCOUNT = "*";

  public Suppression {
    address = normalise(address);
  }

  /**
   * The form in which addresses are compared: lower case. Mailboxes that differ only in case are in
   * practice one person's.
   */
  public static String normalise(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  /** The key on the topic. */
  public static String key(String account, String address) {
    return account + "/" + normalise(address);
  }

  /** The record that puts the address on the list. */
  public TopicRecord toRecord() {
    return new TopicRecord(
        Topic.SUPPRESSIONS,
        key(account, address),
        Map.of(CloudEvents.CONTENT_TYPE, "application/json"),
        Json.writeBytes(this));
  }
}
