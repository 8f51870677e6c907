package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Knows the API keys. */
public interface Credentials {

  /**
   * Whose key that is; empty where it is nobody's. An answer may be a few seconds old. Fails only
   * where the question cannot be answered now, which is no refusal.
   */
  Uni<Optional<Principal>> authenticate(String apiKey);

  /**
   * What has become of one who was authenticated a while ago; empty where his key has been revoked.
   * As old as an answer of {@link #authenticate}, and fails for the same reason.
   */
  Uni<Optional<Principal>> recall(Principal known);
}
