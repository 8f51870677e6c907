package baton.smtp.grammar;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The ESMTP parameters of {@code MAIL FROM} (RFC 5321 section 4.1.1.11).
 *
 * @param size octets of the message as the client estimates them, 0 or more (RFC 1870)
 * @param body whether the content has 8-bit octets (RFC 6152)
 * @param smtpUtf8 whether addresses or header fields may hold UTF-8 (RFC 6531)
 * @param auth who submitted the message first: an address, or {@code <>} for nobody in particular,
 *     decoded (RFC 4954 section 5)
 * @param ret how much of the message a notification shall return (RFC 3461 section 4.3)
 * @param envid the sender's own name for this transaction, decoded (RFC 3461 section 4.4)
 * @param requireTls whether the message may only travel under TLS (RFC 8689 section 2)
 * @param release when the message is to be sent on at the earliest (RFC 4865)
 */
public record MailParameters(
    OptionalLong size,
    Body body,
    boolean smtpUtf8,
    Optional<String> auth,
    Optional<Ret> ret,
    Optional<String> envid,
    boolean requireTls,
    Optional<FutureRelease> release) {

  /** No parameter at all. */
  public static final MailParameters NONE =
      new MailParameters(
          OptionalLong.empty(),
          Body.SEVEN_BIT,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty());

  /** The value of {@code BODY}. */
  public enum Body {
    /** {@code 7BIT}, which is also what the absence of the parameter means. */
    SEVEN_BIT,
    /** {@code 8BITMIME}. */
    EIGHT_BIT_MIME
  }

  /** The value of {@code RET}. */
  public enum Ret {
    FULL,
    HDRS
  }

  static MailParameters parse(String text, Set<Extension> offered) {
    if (text.isEmpty()) {
      return NONE;
    }
    ParameterReader reader = new ParameterReader("MAIL", text, offered);
    OptionalLong size = OptionalLong.empty();
    Body body = Body.SEVEN_BIT;
    boolean smtpUtf8 = false;
    Optional<String> auth = Optional.empty();
    Optional<Ret> ret = Optional.empty();
    Optional<String> envid = Optional.empty();
    boolean requireTls = false;
    Optional<FutureRelease> release = Optional.empty();
    while (reader.next()) {
      switch (reader.keyword()) {
        case "SIZE" -> size = OptionalLong.of(size(reader));
        case "BODY" -> body = body(reader);
        case "SMTPUTF8" -> smtpUtf8 = reader.flag(Extension.SMTPUTF8);
        case "AUTH" -> auth = Optional.of(auth(reader));
        case "RET" -> ret = Optional.of(ret(reader));
        case "ENVID" -> envid = Optional.of(envid(reader));
        case "REQUIRETLS" -> requireTls = reader.flag(Extension.REQUIRETLS);
        case "HOLDFOR" -> release = only(release, FutureRelease.holdFor(reader), reader);
        case "HOLDUNTIL" -> release = only(release, FutureRelease.holdUntil(reader), reader);
        default -> throw reader.unknown();
      }
    }
    return new MailParameters(size, body, smtpUtf8, auth, ret, envid, requireTls, release);
  }

  private static Optional<FutureRelease> only(
      Optional<FutureRelease> before, FutureRelease release, ParameterReader reader) {
    if (before.isPresent()) {
      throw reader.wrong("stands beside another HOLD");
    }
    return Optional.of(release);
  }

  /** A number too large for a long counts as the largest: no limit lets it pass. */
  private static long size(ParameterReader reader) {
    String digits = reader.value(Extension.SIZE);
    if (digits.length() > 20) {
      throw reader.wrong("has more than 20 digits");
    }
    long size = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw reader.wrong("is a number of octets");
      }
      size = size > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : size * 10 + digit;
    }
    return size;
  }

  private static Body body(ParameterReader reader) {
    String value = reader.value(Extension.EIGHT_BIT_MIME);
    if (value.equalsIgnoreCase("8BITMIME")) {
      return Body.EIGHT_BIT_MIME;
    }
    if (value.equalsIgnoreCase("7BIT")) {
      return Body.SEVEN_BIT;
    }
    throw reader.wrong("is 7BIT or 8BITMIME");
  }

  private static String auth(ParameterReader reader) {
    String value = reader.value(Extension.AUTH);
    return Xtext.decode(value).orElseThrow(() -> reader.wrong("is no xtext"));
  }

  private static Ret ret(ParameterReader reader) {
    String value = reader.value(Extension.DSN);
    if (value.equalsIgnoreCase("FULL")) {
      return Ret.FULL;
    }
    if (value.equalsIgnoreCase("HDRS")) {
      return Ret.HDRS;
    }
    throw reader.wrong("is FULL or HDRS");
  }

  private static String envid(ParameterReader reader) {
    String value = reader.value(Extension.DSN);
    if (value.length() > 100) {
      throw reader.wrong("has more than 100 characters");
    }
    return Xtext.decode(value).orElseThrow(() -> reader.wrong("is no xtext"));
  }
}
