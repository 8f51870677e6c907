package baton.submission.admission;

/** How a submission came; but for {@link #NOTICE} in the words of Received (RFC 3848). */
public enum Protocol {
  SMTP("smtp"),
  ESMTP("smtp"),
  ESMTPS("smtp"),
  ESMTPA("smtp"),
  ESMTPSA("smtp"),
  HTTP("http"),
  /** The platform wrote it itself. */
  NOTICE("notice");

  private final String family;

  Protocol(String family) {
    this.family = family;
  }

  /** {@code smtp}, {@code http} or {@code notice}, as events and metrics say it. */
  public String family() {
    return family;
  }
}
