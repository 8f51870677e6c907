package baton.submission.erasure;

/** A recipient is not, or not wholly, erased; asking again does the rest. */
public final class UnfinishedErasureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnfinishedErasureException(Throwable cause) {
    super("a recipient is not wholly erased: " + cause.getMessage(), cause);
  }
}
