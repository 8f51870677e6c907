package baton.standalone;

/** Standalone cannot start; the message is one sentence fit to be shown to a person as it is. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String sentence) {
    super(sentence);
  }

  StartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
