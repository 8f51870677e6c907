package baton.contracts.event;

import baton.contracts.Topic;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened to what an account owns, and not to a message. */
public sealed interface AccountEvent {

  /** Whose it is. */
  String account();

  /** When it happened. */
  Instant time();

  /** As in {@code domain.status_changed}. */
  String type();

  /** The event's id; one published twice has the same. */
  String id();

  /** What it happened to: events about the same thing keep their order. */
  String subject();

  /** Where events of this kind are published. */
  default Topic topic() {
    return Topic.EVENTS_SUBMISSION;
  }

  /**
   * Whether mail may be sent from a domain has changed, or is about to.
   *
   * @param change the change's own id
   * @param domain in lower case and A-labels
   * @param status {@code pending}, {@code verified}, {@code failing} (the key's record is gone, and
   *     mail is still taken) or {@code failed} (mail is refused)
   * @param previous the status before
   * @param finding what the DNS holds, in a sentence
   * @param sendsUntil when a failing domain fails unless its record is back; null for others
   */
  record DomainStatusChanged(
      UUID change,
      String account,
      Instant time,
      String domain,
      String status,
      String previous,
      String finding,
      @Nullable Instant sendsUntil)
      implements AccountEvent {
    @Override
    public String type() {
      return "domain.status_changed";
    }

    @Override
    public String id() {
      return change + ".domain";
    }

    @Override
    public String subject() {
      return domain;
    }
  }

  /**
   * The account's mail is refused from now on.
   *
   * @param reason a sentence without a full stop
   */
  record Paused(String account, Instant time, String reason) implements AccountEvent {
    @Override
    public String type() {
      return "account.paused";
    }

    @Override
    public String id() {
      return account + "." + time.toEpochMilli() + ".paused";
    }

    @Override
    public String subject() {
      return account;
    }
  }

  /**
   * A recipient is on the suppression list from now on.
   *
   * @param change the change's own id
   * @param account whose list it is; {@code *} for the one that holds for all accounts
   * @param recipient in lower case
   * @param reason {@code complaint}, {@code hard_bounce}, {@code unsubscribe} or {@code manual}
   * @param messageId the message that led to it; null where none did
   */
  record SuppressionAdded(
      UUID change,
      String account,
      Instant time,
      String recipient,
      String reason,
      @Nullable UUID messageId)
      implements AccountEvent {
    @Override
    public String type() {
      return "suppression.added";
    }

    @Override
    public String id() {
      return change + ".suppression";
    }

    @Override
    public String subject() {
      return recipient;
    }
  }

  /**
   * A recipient is on the suppression list no more.
   *
   * @param change the change's own id
   * @param account whose list it is; {@code *} for the one that holds for all accounts
   * @param recipient in lower case
   * @param reason why it was there
   */
  record SuppressionRemoved(
      UUID change, String account, Instant time, String recipient, String reason)
      implements AccountEvent {
    @Override
    public String type() {
      return "suppression.removed";
    }

    @Override
    public String id() {
      return change + ".suppression";
    }

    @Override
    public String subject() {
      return recipient;
    }
  }

  /** The account's mail is taken again. */
  record Resumed(String account, Instant time) implements AccountEvent {
    @Override
    public String type() {
      return "account.resumed";
    }

    @Override
    public String id() {
      return account + "." + time.toEpochMilli() + ".resumed";
    }

    @Override
    public String subject() {
      return account;
    }
  }
}
