package baton.submission.admission;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain that has been shown to be an account's own.
 *
 * @param name in lower case and A-labels
 * @param account whose it is
 * @param keys every message is signed with each of them; empty only where lapsed
 * @param lapsed since when its key is no longer found in the DNS, where that has been so for longer
 *     than is overlooked: mail from the domain is refused. Null where all is well
 */
public record SendingDomain(
    String name, String account, List<SigningKey> keys, @Nullable Instant lapsed) {

  public SendingDomain {
    keys = List.copyOf(keys);
    if (keys.isEmpty() && lapsed == null) {
      throw new IllegalArgumentException(name + " has no key to sign with");
    }
  }

  /** A domain that is nobody's own, so that there is nothing to sign with. */
  public static SendingDomain unknown(String name, String account) {
    return new SendingDomain(name, account, List.of(), Instant.EPOCH);
  }

  /** A domain in good standing, with one key. */
  public SendingDomain(String name, String account, String selector, PrivateKey key) {
    this(name, account, List.of(new SigningKey(selector, key)), null);
  }
}
