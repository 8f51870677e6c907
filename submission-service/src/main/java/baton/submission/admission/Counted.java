package baton.submission.admission;

/** Messages that were counted against a quota. */
@FunctionalInterface
public interface Counted {

  /** None were. */
  Counted NOTHING = () -> {};

  /** They were not taken over after all. What belongs to a time that is over stays counted. */
  void giveBack();
}
