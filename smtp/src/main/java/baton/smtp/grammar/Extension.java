package baton.smtp.grammar;

/** The service extensions that Baton knows, as EHLO announces them (RFC 5321 section 2.2). */
public enum Extension {
  /** RFC 2920. */
  PIPELINING("PIPELINING"),
  /** RFC 1870. */
  SIZE("SIZE"),
  /** RFC 9422. */
  LIMITS("LIMITS"),
  /** RFC 6152. */
  EIGHT_BIT_MIME("8BITMIME"),
  /** RFC 3030; without BINARYMIME. */
  CHUNKING("CHUNKING"),
  /** RFC 6531. */
  SMTPUTF8("SMTPUTF8"),
  /** RFC 2034. */
  ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
  /** RFC 3461. */
  DSN("DSN"),
  /** RFC 4865. */
  FUTURERELEASE("FUTURERELEASE"),
  /** RFC 8689. */
  REQUIRETLS("REQUIRETLS"),
  /** RFC 3207. */
  STARTTLS("STARTTLS"),
  /** RFC 4954. */
  AUTH("AUTH");

  private final String keyword;

  Extension(String keyword) {
    this.keyword = keyword;
  }

  /** The word that EHLO's answer uses, without parameters. */
  public String keyword() {
    return keyword;
  }
}
