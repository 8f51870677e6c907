package baton.smtp.reply;

/** What to do with a message after a reply. */
public enum Action {
  /** The remote server has taken it. */
  DELIVERED,
  /** Try again later. */
  RETRY,
  /** Give up: it will not be taken, now or later. */
  BOUNCE
}
