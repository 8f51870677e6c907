package baton.feedback.intake;

import java.util.Locale;

/** What became of a returned message. */
public enum Outcome {
  /** Events about it are durable. */
  PUBLISHED,
  /** Understood, about one of our messages, and no event follows: delayed, relayed, not spam. */
  NO_CHANGE,
  /** Understood, and about no message that this platform can be shown to have sent: forged, too. */
  FOREIGN,
  /** A report of a known kind that does not say what it must. */
  UNREADABLE,
  /** No report of a kind that is understood. */
  NOT_UNDERSTOOD,
  /** The events are not durable; the reporter must come again. */
  UNAVAILABLE;

  /** As in the metric's tag. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
