package baton.smtp.client;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the sender wishes to hear of the delivery (RFC 3461 section 4), each value as it goes over
 * the wire, xtext included; null where nothing was said. Passed on only to a peer that offers DSN.
 *
 * @param ret FULL or HDRS
 * @param envid the sender's envelope id
 * @param notifyOn NOTIFY: NEVER, or a list of SUCCESS, FAILURE, DELAY
 * @param orcpt the original recipient, {@code type;address}
 */
public record Dsn(
    @Nullable String ret,
    @Nullable String envid,
    @Nullable String notifyOn,
    @Nullable String orcpt) {

  /** No wishes. */
  public static final Dsn NONE = new Dsn(null, null, null, null);

  /** An esmtp-value (RFC 5321 section 4.1.2); UTF-8 is for ORCPT under RFC 6533. */
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}\\p{Z}=\u0080-\u009f]{1,600}");

  public Dsn {
    check("RET", ret);
    check("ENVID", envid);
    check("NOTIFY", notifyOn);
    check("ORCPT", orcpt);
  }

  private static void check(String name, @Nullable String value) {
    if (value != null && !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a value for " + name + ": \"" + value + "\"");
    }
  }
}
