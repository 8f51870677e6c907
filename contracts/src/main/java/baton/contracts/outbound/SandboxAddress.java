package baton.contracts.outbound;

import java.util.Locale;
import java.util.Optional;

/**
 * Addresses that play a part: {@code delivered@}, {@code bounced@}, {@code deferred@} and {@code
 * complained@} the sandbox's domain, with a label behind a plus sign if one likes. Mail to them,
 * and mail of the pool {@code sandbox} to anybody, is never sent.
 */
public final class SandboxAddress {

  /** Under a top-level domain that exists nowhere (RFC 6761). */
  public static final String DOMAIN = "sandbox.baton.test";

  /** The pool whose mail goes nowhere: it has no source address to leave by. */
  public static final String POOL = "sandbox";

  private SandboxAddress() {}

  /** The part that an address plays, in lower case; empty where it is not of the sandbox. */
  public static Optional<String> name(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0 || !address.substring(at + 1).equalsIgnoreCase(DOMAIN)) {
      return Optional.empty();
    }
    String local = address.substring(0, at).toLowerCase(Locale.ROOT);
    int plus = local.indexOf('+');
    return Optional.of(plus < 0 ? local : local.substring(0, plus));
  }
}
