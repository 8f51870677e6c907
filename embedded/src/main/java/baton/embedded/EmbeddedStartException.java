package baton.embedded;

/**
 * The broker or the database cannot start. The message is one sentence, fit to be shown to a person
 * as it is: it names what is wrong (a port, a folder) and, where one exists, the way out.
 */
public final class EmbeddedStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal that needs no cause to be understood. */
  public EmbeddedStartException(String sentence) {
    super(sentence);
  }

  /** A refusal whose cause helps whoever reads the log. */
  public EmbeddedStartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
