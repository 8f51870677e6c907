package baton.submission.admission;

import io.smallrye.mutiny.Uni;

/** Knows what accounts may do. */
public interface Standings {

  /**
   * The account's standing, which may be a few seconds old. Usually answered from memory: it is
   * asked for every message.
   */
  Uni<Standing> of(String account);
}
