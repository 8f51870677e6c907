package baton.submission.domains;

/** The DNS gave no answer; asking again later may bring one. */
public final class DnsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DnsUnavailableException(String sentence) {
    super(sentence);
  }
}
