package baton.submission.admission;

/** How a submission came, in the words of Received (RFC 3848). */
public enum Protocol {
  SMTP("smtp"),
  ESMTP("smtp"),
  ESMTPS("smtp"),
  ESMTPA("smtp"),
  ESMTPSA("smtp"),
  HTTP("http");

  private final String family;

  Protocol(String family) {
    this.family = family;
  }

  /** {@code smtp} or {@code http}, as events and metrics say it. */
  public String family() {
    return family;
  }
}
