package baton.submission;

import baton.contracts.event.About;
import baton.contracts.event.Attempt;
import baton.contracts.event.Event;
import baton.contracts.event.Hit;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Events of one message, with nothing in them that tests do not ask for.
 *
 * @param recipient what the events say of the recipient
 */
public record EventsOf(UUID messageId, String account, String recipient) {

  /** Later than any clock says, so that they stand behind the acceptance in a timeline. */
  private static final Instant WHEN = Instant.now().plusSeconds(60);

  private About about() {
    return About.of(messageId, account, recipient);
  }

  public Event accepted() {
    return new Event.Accepted(about(), WHEN, "", "http", 1000, "transactional", "A subject");
  }

  public Event delivered() {
    return new Event.Delivered(about(), WHEN.plusSeconds(3), attempt(2, "250 2.0.0 ok"), 100);
  }

  public Event deferred() {
    return new Event.Deferred(
        about(),
        WHEN.plusSeconds(1),
        attempt(1, "451 4.7.1 later"),
        "Greylisted",
        WHEN.plusSeconds(61),
        false);
  }

  public Event bounced(boolean hard) {
    return new Event.Bounced(
        about(),
        WHEN.plusSeconds(3),
        attempt(2, "550 5.1.1 nobody"),
        "InvalidRecipient",
        hard,
        false);
  }

  public Event bouncedLater(boolean hard) {
    return new Event.BouncedLater(
        about(),
        WHEN.plusSeconds(9),
        "beef",
        "InvalidRecipient",
        "550 nobody",
        "5.1.1",
        hard,
        null,
        true);
  }

  public Event complained() {
    return new Event.Complained(about(), WHEN.plusSeconds(9), "cafe", "abuse", null);
  }

  /** As of mail to the sandbox, which nobody got. */
  public Event played() {
    Attempt attempt =
        new Attempt(1, "sandbox", "sandbox", "sandbox", null, "550 5.1.1 nobody", null, List.of());
    return new Event.Bounced(about(), WHEN, attempt, "InvalidRecipient", true, false);
  }

  /** A complaint as of mail to the sandbox. */
  public Event complainedInPlay() {
    return new Event.Complained(about(), WHEN.plusSeconds(9), "sandbox", "abuse", null);
  }

  public Event unsubscribed() {
    return new Event.Unsubscribed(about(), WHEN.plusSeconds(9), hit("a program"));
  }

  public Event opened(String userAgent) {
    return new Event.Opened(about(), WHEN.plusSeconds(8), hit(userAgent));
  }

  private static Hit hit(String userAgent) {
    return new Hit(UUID.randomUUID(), "person", userAgent, null);
  }

  private static Attempt attempt(int number, String reply) {
    return new Attempt(
        number, "example.org", "mx.example.org", "192.0.2.1:25", null, reply, null, List.of());
  }
}
