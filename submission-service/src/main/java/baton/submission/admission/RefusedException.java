package baton.submission.admission;

import org.jspecify.annotations.Nullable;

/** A submission is not taken; the message is a sentence for the sender. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final @Nullable String field;

  public RefusedException(Refusal refusal, String sentence) {
    this(refusal, null, sentence);
  }

  /**
   * A refusal for which one field is to blame.
   *
   * @param field name of the JSON field or of the header field; null where none is to blame
   */
  public RefusedException(Refusal refusal, @Nullable String field, String sentence) {
    super(sentence);
    this.refusal = refusal;
    this.field = field;
  }

  public Refusal refusal() {
    return refusal;
  }

  /** The field to blame; null where none is. */
  public @Nullable String field() {
    return field;
  }

  /** Strangers cause these at any rate they like, and the sentence says it all. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
