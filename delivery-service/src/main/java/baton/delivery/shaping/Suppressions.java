package baton.delivery.shaping;

import java.util.Optional;

/** Knows whom accounts must not write to. */
public interface Suppressions {

  /**
   * Why the account must not write to the recipient now; empty where it may. Answers at once, from
   * any thread, and is seconds behind at most.
   *
   * @param recipient an address in any case
   */
  Optional<String> reason(String account, String recipient);
}
