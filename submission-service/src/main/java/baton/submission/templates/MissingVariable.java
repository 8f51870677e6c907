package baton.submission.templates;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done where a template uses a variable that nobody gave, or gave as null. */
public enum MissingVariable {
  /** Nothing is sent, and the problem names the variable. */
  REFUSE,
  /** Nothing stands in its place. */
  EMPTY;

  /** As it is written in JSON and in the table. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so; empty where there is none. */
  public static Optional<MissingVariable> of(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word().equals(word)).findFirst();
  }
}
