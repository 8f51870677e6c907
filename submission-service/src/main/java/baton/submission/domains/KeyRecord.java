package baton.submission.domains;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A DKIM key record (RFC 6376 section 3.6.1) as it was found.
 *
 * @param key in base64, without blanks; empty where it is revoked; null where there is none
 * @param type as in {@code rsa}, which is also what an absent {@code k} means
 */
record KeyRecord(@Nullable String key, String type) {

  /** What stands in the DNS in a key's place. */
  enum Published {
    SAME,
    ANOTHER,
    REVOKED,
    NO_KEY_RECORD
  }

  /**
   * Whether a published record carries the same key as the expected one. Tags may stand in any
   * order, with blanks anywhere in the base64.
   */
  static Published compare(String published, String expected) {
    KeyRecord found = read(published);
    if (found.key == null) {
      return Published.NO_KEY_RECORD;
    }
    if (found.key.isEmpty()) {
      return Published.REVOKED;
    }
    return found.equals(read(expected)) ? Published.SAME : Published.ANOTHER;
  }

  private static KeyRecord read(String record) {
    String version = "DKIM1";
    String type = "rsa";
    String key = null;
    for (String tag : record.split(";")) {
      int equals = tag.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = tag.substring(equals + 1).replaceAll("\\s", "");
      switch (tag.substring(0, equals).strip()) {
        case "v" -> version = value;
        case "k" -> type = value.toLowerCase(Locale.ROOT);
        case "p" -> key = value;
        default -> {
          // Other tags do not change whose key it is.
        }
      }
    }
    return new KeyRecord(version.equals("DKIM1") ? key : null, type);
  }
}
