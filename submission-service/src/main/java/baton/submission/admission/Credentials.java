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
}
