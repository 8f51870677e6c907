package baton.submission.domains;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether mail may be sent from a domain. What the DNS says moves it from one to another. */
public sealed interface DomainStatus {

  /** As the API and events name it. */
  String word();

  /** When the key was last found; null where no mail may be sent. */
  @Nullable Instant verifiedAt();

  /** Since when the key is not found; null where it is, or never was. */
  @Nullable Instant failingSince();

  /** The required key has been found. */
  default DomainStatus found(Instant now) {
    return new Verified(now);
  }

  /**
   * The DNS says that the required key is not there.
   *
   * @param grace how long a domain that was verified goes on sending
   */
  DomainStatus missed(Instant now, Duration grace);

  static DomainStatus of(@Nullable Instant verifiedAt, @Nullable Instant failingSince) {
    if (verifiedAt == null) {
      return failingSince == null ? new Pending() : new Failed(failingSince);
    }
    return failingSince == null ? new Verified(verifiedAt) : new Failing(verifiedAt, failingSince);
  }

  /** The key has never been found. */
  record Pending() implements DomainStatus {
    @Override
    public String word() {
      return "pending";
    }

    @Override
    public @Nullable Instant verifiedAt() {
      return null;
    }

    @Override
    public @Nullable Instant failingSince() {
      return null;
    }

    @Override
    public DomainStatus missed(Instant now, Duration grace) {
      return this;
    }
  }

  /** The key is there. */
  record Verified(Instant verifiedAt) implements DomainStatus {
    @Override
    public String word() {
      return "verified";
    }

    @Override
    public @Nullable Instant failingSince() {
      return null;
    }

    @Override
    public DomainStatus missed(Instant now, Duration grace) {
      return new Failing(verifiedAt, now).missed(now, grace);
    }
  }

  /** The key was there and is not any more; the domain still sends. */
  record Failing(Instant verifiedAt, Instant failingSince) implements DomainStatus {
    @Override
    public String word() {
      return "failing";
    }

    @Override
    public DomainStatus missed(Instant now, Duration grace) {
      return now.isBefore(sendsUntil(grace)) ? this : new Failed(failingSince);
    }

    Instant sendsUntil(Duration grace) {
      return failingSince.plus(grace);
    }
  }

  /** The key has been away for too long; mail is refused. */
  record Failed(Instant failingSince) implements DomainStatus {
    @Override
    public String word() {
      return "failed";
    }

    @Override
    public @Nullable Instant verifiedAt() {
      return null;
    }

    @Override
    public DomainStatus missed(Instant now, Duration grace) {
      return this;
    }
  }
}
