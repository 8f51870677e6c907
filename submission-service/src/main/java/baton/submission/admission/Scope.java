package baton.submission.admission;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an API key may be for. */
public enum Scope {
  /** Hand mail over, by SMTP and HTTP. */
  SEND,
  /** Ask for messages, domains, suppressions and templates. */
  READ,
  /** Change domains, suppressions, templates and API keys. */
  MANAGE;

  /** As it is written in JSON and in the table. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so; empty where there is none. */
  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }
}
