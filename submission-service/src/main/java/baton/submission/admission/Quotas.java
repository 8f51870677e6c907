package baton.submission.admission;

import io.smallrye.mutiny.Uni;

/** Counts what accounts send, over all instances together. */
public interface Quotas {

  /**
   * Counts messages of an account. Fails with {@link RefusedException}, and counts none of them,
   * where they are more than its quota leaves now. Usually answered from memory.
   *
   * @param messages 0 or more
   */
  Uni<Counted> take(String account, Quota quota, int messages);
}
