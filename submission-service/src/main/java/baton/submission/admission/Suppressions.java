package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** Knows who must not be written to. */
public interface Suppressions {

  /**
   * Those of the recipients that are on the account's list, as they were asked for, with the reason
   * ({@code complaint}, {@code hard_bounce}, {@code unsubscribe} or {@code manual}). Empty for most
   * messages, and then answered from memory.
   */
  Uni<Map<String, String>> among(String account, Collection<String> recipients);
}
