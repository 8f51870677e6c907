package baton.submission.admission;

/**
 * Why a submission is not taken, and how that is said by each protocol. This is the one table of
 * it.
 */
public enum Refusal {
  /** The sender's domain is not a verified domain of the account. */
  UNVERIFIED_DOMAIN("unverified-domain", "Sender domain not verified", 550, "5.7.1", 403),
  /** The API key is for something else. */
  MISSING_SCOPE("missing-scope", "Scope missing", 550, "5.7.1", 403),
  /** The API key is for other domains. */
  DOMAIN_NOT_GRANTED("domain-not-granted", "Domain not granted", 550, "5.7.1", 403),
  /** The message is larger than the platform takes. */
  TOO_LARGE("too-large", "Message too large", 552, "5.3.4", 413),
  /** The message times its recipients is larger than the platform takes at once. */
  SUBMISSION_TOO_LARGE("too-large", "Submission too large", 552, "5.3.4", 413),
  TOO_MANY_RECIPIENTS("too-many-recipients", "Too many recipients", 452, "4.5.3", 422),
  /** More at once than the account may ever send at once. */
  QUOTA_TOO_SMALL("too-many-recipients", "Too many recipients", 550, "5.5.3", 422),
  NO_RECIPIENTS("no-recipients", "No recipients", 554, "5.5.1", 422),
  INVALID_SENDER("invalid-address", "Invalid sender address", 553, "5.1.7", 422),
  INVALID_RECIPIENT("invalid-address", "Invalid recipient address", 553, "5.1.3", 422),
  /** The message, or a wish in its header, makes no sense. */
  BAD_CONTENT("bad-content", "Message not acceptable", 550, "5.6.0", 422),
  /** A template is no template, or is too much of one. */
  BAD_TEMPLATE("bad-template", "Template not acceptable", 550, "5.6.0", 422),
  /** A template uses a variable that nobody gave. */
  MISSING_VARIABLE("missing-variable", "Variable missing", 550, "5.6.0", 422),
  INVALID_KEY("invalid-idempotency-key", "Invalid idempotency key", 550, "5.6.0", 422),
  /** Something else came under the same idempotency key. */
  KEY_REUSED("idempotency-key-reused", "Idempotency key used before", 554, "5.5.0", 409),
  /** The same is being taken over at this moment, or was when something died. */
  KEY_IN_FLIGHT("idempotency-key-in-flight", "Request in flight", 451, "4.5.0", 409),
  /** The account is paused: too many complaints or bounces, or the administrator's word. */
  PAUSED("account-paused", "Account paused", 450, "4.7.1", 403),
  /** The account has sent what it may send in a minute. */
  RATE_LIMITED("rate-limited", "Rate limit reached", 450, "4.7.1", 429),
  /** The account has sent what it may send in a day. */
  QUOTA_USED_UP("quota-used-up", "Daily quota used up", 450, "4.7.1", 429),
  /** More is in flight than this instance may hold in memory; try again in a moment. */
  BUSY("busy", "Too much in flight", 452, "4.3.1", 503),
  /** Accepted mail cannot be made durable now. */
  UNAVAILABLE("unavailable", "Temporarily not able to accept mail", 451, "4.3.0", 503);

  private final String slug;
  private final String title;
  private final int smtpCode;
  private final String enhancedStatus;
  private final int httpStatus;

  Refusal(String slug, String title, int smtpCode, String enhancedStatus, int httpStatus) {
    this.slug = slug;
    this.title = title;
    this.smtpCode = smtpCode;
    this.enhancedStatus = enhancedStatus;
    this.httpStatus = httpStatus;
  }

  /** Last part of the problem's type (RFC 9457). */
  public String slug() {
    return slug;
  }

  /** The problem's title (RFC 9457). */
  public String title() {
    return title;
  }

  /** Code of the SMTP reply. */
  public int smtpCode() {
    return smtpCode;
  }

  /** Enhanced status of the SMTP reply (RFC 3463). */
  public String enhancedStatus() {
    return enhancedStatus;
  }

  /** 429, 503, and 409 of {@link #KEY_IN_FLIGHT}, come with Retry-After. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the same submission may be taken later. */
  public boolean temporary() {
    return smtpCode < 500;
  }
}
