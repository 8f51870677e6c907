package baton.submission.admission;

import org.jspecify.annotations.Nullable;

/** A submission is not taken; the message is a sentence for the sender. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final @Nullable String field;
  private final @Nullable Integer position;
  private final @Nullable Allowance allowance;

  public RefusedException(Refusal refusal, String sentence) {
    this(refusal, null, null, null, sentence);
  }

  /**
   * A refusal for which one field is to blame.
   *
   * @param field name of the JSON field or of the header field; null where none is to blame
   */
  public RefusedException(Refusal refusal, @Nullable String field, String sentence) {
    this(refusal, field, null, null, sentence);
  }

  /** A refusal for which a quota is to blame. */
  public RefusedException(Refusal refusal, Allowance allowance, String sentence) {
    this(refusal, null, null, allowance, sentence);
  }

  private RefusedException(
      Refusal refusal,
      @Nullable String field,
      @Nullable Integer position,
      @Nullable Allowance allowance,
      String sentence) {
    super(sentence);
    this.refusal = refusal;
    this.field = field;
    this.position = position;
    this.allowance = allowance;
  }

  /** The same refusal, of one submission among several. */
  public RefusedException at(int index) {
    return new RefusedException(refusal, field, index, allowance, getMessage());
  }

  /** The same refusal, with the field by another name. */
  public RefusedException about(@Nullable String name) {
    return new RefusedException(refusal, name, position, allowance, getMessage());
  }

  public Refusal refusal() {
    return refusal;
  }

  /** The field to blame; null where none is. */
  public @Nullable String field() {
    return field;
  }

  /** Which of the submissions that came together is to blame, from 0; null where none is. */
  public @Nullable Integer position() {
    return position;
  }

  /** What is left of the quota; null where none is to blame. */
  public @Nullable Allowance allowance() {
    return allowance;
  }

  /** Strangers cause these at any rate they like, and the sentence says it all. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
