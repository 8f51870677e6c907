package baton.submission.templates;

import java.io.Writer;

/** A text that grows up to a limit. */
final class LimitedText extends Writer {

  private final int limit;
  private final StringBuilder text = new StringBuilder(1024);

  /** There is no more room. */
  static final class FullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * An empty text.
   *
   * @param limit in characters
   */
  LimitedText(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    makeRoom(length);
    text.append(characters, offset, length);
  }

  @Override
  public void write(String string, int offset, int length) {
    makeRoom(length);
    text.append(string, offset, offset + length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }

  private void makeRoom(int length) {
    if (text.length() + length > limit) {
      throw new FullException();
    }
  }
}
