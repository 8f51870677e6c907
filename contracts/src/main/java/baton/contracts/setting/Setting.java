package baton.contracts.setting;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is the case. Under each key the last record holds, and a tombstone says that there
 * is nothing of that key any more. What a reader does not know, a kind of key or a field, it passes
 * over.
 */
public sealed interface Setting {

  /** The key on the topic: a kind, a slash, and a name. */
  String key();

  /**
   * An account, under {@code account/ID}.
   *
   * @param account its id
   * @param name for people
   * @param pause why its mail is refused; null where it is not
   */
  record Account(String account, String name, @Nullable Pause pause) implements Setting {

    /**
     * That an account may not send.
     *
     * @param reason a sentence without a full stop
     */
    public record Pause(String reason, Instant since) {

      public Pause {
        require(reason, since);
      }
    }

    public Account {
      require(account, name);
    }

    @Override
    public String key() {
      return keyOf(account);
    }

    public static String keyOf(String account) {
      return "account/" + account;
    }
  }

  /**
   * A sending domain, under {@code domain/NAME}. Several accounts may ask for a domain, and one has
   * shown that it is its own: it is told of that one, or of one that had, or of the first that
   * asked.
   *
   * @param domain its name, in lower case and A-labels
   * @param account whose it is, if {@code status} is neither {@code pending} nor {@code failed}
   * @param status {@code pending} (not yet shown to be the account's), {@code verified}, {@code
   *     failing} (its key's record is gone, and mail is still taken) or {@code failed} (mail is
   *     refused)
   * @param returnPathDomain the domain of its mail's return paths
   * @param trackingHost the host of its mail's tracking URLs
   */
  record Domain(
      String domain, String account, String status, String returnPathDomain, String trackingHost)
      implements Setting {

    public Domain {
      require(domain, account, status, returnPathDomain, trackingHost);
    }

    @Override
    public String key() {
      return keyOf(domain);
    }

    public static String keyOf(String domain) {
      return "domain/" + domain;
    }
  }

  /**
   * An API key, under {@code credential/HASH}; revoked by a tombstone.
   *
   * @param hash SHA-256 of the key, in lower case hex
   * @param account whose it is
   * @param scopes what it is for: {@code manage}, {@code read}, {@code send}
   * @param domains the only ones it may send from; empty for all of the account's
   * @param networks the only ones it may come from, as in {@code 192.0.2.0/24}; empty for any
   */
  record Credential(
      String hash, String account, List<String> scopes, List<String> domains, List<String> networks)
      implements Setting {

    public Credential {
      require(hash, account);
      scopes = List.copyOf(scopes);
      domains = List.copyOf(domains);
      networks = List.copyOf(networks);
    }

    @Override
    public String key() {
      return keyOf(hash);
    }

    public static String keyOf(String hash) {
      return "credential/" + hash;
    }
  }

  /** The record that says so. */
  default TopicRecord toRecord() {
    return new TopicRecord(
        Topic.SETTINGS,
        key(),
        Map.of(CloudEvents.CONTENT_TYPE, "application/json"),
        Json.writeBytes(this));
  }

  /** The record that says that there is nothing of that key any more. */
  static TopicRecord tombstone(String key) {
    return new TopicRecord(Topic.SETTINGS, key, Map.of(), null);
  }

  /**
   * Reads a record that is no tombstone.
   *
   * @return empty where the key is of a kind that this version does not know
   * @throws IllegalArgumentException where the value is not that of a setting of its kind
   */
  static Optional<Setting> read(String key, byte[] value) {
    int slash = key.indexOf('/');
    return switch (slash < 0 ? key : key.substring(0, slash)) {
      case "account" -> Optional.of(read(value, Account.class));
      case "domain" -> Optional.of(read(value, Domain.class));
      case "credential" -> Optional.of(read(value, Credential.class));
      default -> Optional.empty();
    };
  }

  private static Setting read(byte[] value, Class<? extends Setting> kind) {
    Setting setting = Json.read(value, kind);
    if (setting == null) {
      throw new IllegalArgumentException("a setting is a JSON object, and no null");
    }
    return setting;
  }

  private static void require(Object... components) {
    for (Object component : components) {
      Objects.requireNonNull(component, "a setting lacks one of its fields");
    }
  }
}
