package baton.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Account ids: one to eight characters of {@code a-z} and {@code 0-9}, so that one fits the eight
 * octets that a return path has for it.
 */
public final class AccountId {

  /** Octets of the packed form. */
  public static final int LENGTH = 8;

  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]{1," + LENGTH + "}");

  private AccountId() {}

  public static boolean valid(String account) {
    return SYNTAX.matcher(account).matches();
  }

  /**
   * Returns the account itself.
   *
   * @throws IllegalArgumentException where it is no account id, with a sentence that says why
   */
  public static String check(String account) {
    if (!valid(account)) {
      throw new IllegalArgumentException("an account id is 1 to 8 characters of a-z and 0-9");
    }
    return account;
  }

  /** Eight octets: the id in ASCII, padded with zeros. */
  public static byte[] pack(String account) {
    return ByteBuffer.allocate(LENGTH)
        .put(check(account).getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /**
   * The reverse of {@link #pack}.
   *
   * @throws IllegalArgumentException where the octets are no packed account id
   */
  public static String unpack(byte[] packed) {
    int length = 0;
    while (length < packed.length && packed[length] != 0) {
      length++;
    }
    return check(new String(packed, 0, length, StandardCharsets.US_ASCII));
  }
}
