package baton.feedback.arf;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a report is about: IANA's registry of feedback report types, and what else is in use. */
public enum FeedbackType {
  /** Unsolicited mail (RFC 5965 section 7.3). */
  ABUSE("abuse", true),
  /** Fraud or phishing. */
  FRAUD("fraud", true),
  /** A virus was found. */
  VIRUS("virus", true),
  /** None of the registered types, or one that is not known here. */
  OTHER("other", true),
  /** The recipient wants no more; in use, not registered. */
  OPT_OUT("opt-out", true),
  /** The recipient took a complaint back (RFC 6430). */
  NOT_SPAM("not-spam", false),
  /** SPF, DKIM or DMARC failed (RFC 6591): about the sender's set-up, no recipient said a word. */
  AUTH_FAILURE("auth-failure", false);

  private static final Pattern END_OF_WORD = Pattern.compile("[\\s;,(]");

  private final String name;
  private final boolean complaint;

  FeedbackType(String name, boolean complaint) {
    this.name = name;
    this.complaint = complaint;
  }

  /** Whether somebody objects to the message. */
  public boolean complaint() {
    return complaint;
  }

  /** As it is written in reports. */
  @Override
  public String toString() {
    return name;
  }

  /**
   * Reads a value of {@code Feedback-Type}, of which only the first word counts; what is not known
   * is {@link #OTHER}.
   */
  static FeedbackType of(String value) {
    return switch (END_OF_WORD.split(value.toLowerCase(Locale.ROOT), 2)[0]) {
      case "abuse", "complaint" -> ABUSE;
      case "fraud" -> FRAUD;
      case "virus" -> VIRUS;
      case "opt-out", "opt-out-list" -> OPT_OUT;
      case "not-spam" -> NOT_SPAM;
      case "auth-failure", "dmarc", "dkim" -> AUTH_FAILURE;
      default -> OTHER;
    };
  }
}
