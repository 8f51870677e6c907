package baton.tracking.engagement;

import java.util.Locale;

/** Who, or what, made a request. */
public enum Agent {
  /** Nothing says otherwise. */
  PERSON,
  /**
   * A mailbox provider fetches images in its readers' place, and hides when and where they read.
   */
  PROXY,
  /** A program loads what a person may want next. */
  PREFETCH,
  /** A program looks at the mail or its links: a security gateway, a preview, a script. */
  SCANNER;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As in events and metrics. */
  public String word() {
    return word;
  }
}
