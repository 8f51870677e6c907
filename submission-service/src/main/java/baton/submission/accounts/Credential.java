package baton.submission.accounts;

import baton.submission.admission.Grant;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its account sees it: without the secret, which nobody has.
 *
 * @param name for people
 * @param lastUsed to the minute; null where it never was
 */
public record Credential(
    UUID id, String name, Grant grant, Instant createdAt, @Nullable Instant lastUsed) {

  /**
   * A key that was made just now.
   *
   * @param key the secret, to be shown once
   */
  public record Created(Credential credential, ApiKey key) {}
}
