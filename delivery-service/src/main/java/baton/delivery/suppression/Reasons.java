package baton.delivery.suppression;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Keys of {@code baton.suppressions} and why they are there, by 64 bits of their SHA-256: some 24
 * octets of memory an entry, and no addresses. That a key is taken for another one happens once in
 * 10^12 messages where ten million are held.
 */
final class Reasons {

  private final LongObjectMap<String> reasons = new LongObjectHashMap<>();

  synchronized void put(String key, String reason) {
    reasons.put(hash(key), reason.intern());
  }

  synchronized void remove(String key) {
    reasons.remove(hash(key));
  }

  synchronized @Nullable String get(String key) {
    return reasons.isEmpty() ? null : reasons.get(hash(key));
  }

  synchronized int size() {
    return reasons.size();
  }

  private static long hash(String key) {
    byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    long hash = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      hash = hash << Byte.SIZE | digest[i] & 0xff;
    }
    return hash;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
