package baton.submission.history;

import org.jspecify.annotations.Nullable;

/** Whether there is such a message cannot be said now; asking again later may tell. */
public final class HistoryUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HistoryUnavailableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
