package baton.smtp.client;

import java.util.List;

/** No usable connection came about; nothing was sent. */
public final class ConnectFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient List<String> transcript;

  ConnectFailedException(Problem problem, List<String> transcript) {
    // Thousands an hour are the normal life of a mail server; the stack says nothing.
    super(problem.describe(), null, false, false);
    this.problem = problem;
    this.transcript = transcript;
  }

  public Problem problem() {
    return problem;
  }

  /**
   * The dialogue up to the failure, {@code "> "} before commands and {@code "< "} before replies.
   */
  public List<String> transcript() {
    return transcript;
  }
}
