package baton.submission.http;

/** The request cannot be done; the caller is told why. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  /** Strangers cause these at any rate they like, and the sentence says it all. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
