package baton.contracts.outbound;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the sender wants to be told of a message's fate (RFC 3461), as the parameters came.
 *
 * @param notifyOn NOTIFY of the recipient; null where not given
 * @param ret RET; null where not given
 * @param envid ENVID, in xtext; null where not given
 * @param orcpt ORCPT, type and address, in xtext (of type {@code utf-8}: RFC 6533's, in ASCII);
 *     null where not given
 */
public record Dsn(
    @JsonProperty("notify") @Nullable String notifyOn,
    @Nullable String ret,
    @Nullable String envid,
    @Nullable String orcpt) {

  public static final Dsn NONE = new Dsn(null, null, null, null);
}
