package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Knows which accounts are paused. */
public interface Standings {

  /**
   * Why the account may not send now; empty where it may. An answer may be a few seconds old.
   * Usually answered from memory: it is asked for every message.
   */
  Uni<Optional<String>> pauseOf(String account);
}
