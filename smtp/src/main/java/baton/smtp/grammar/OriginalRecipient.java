package baton.smtp.grammar;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code ORCPT}: the recipient as the first sender wrote it (RFC 3461 section 4.2, RFC
 * 6533 section 3).
 *
 * @param type the address's type in lower case, {@code rfc822} or {@code utf-8} in practice
 * @param address the address, decoded
 */
public record OriginalRecipient(String type, String address) {

  /** Of the value, in characters (RFC 3461 section 4.2). */
  static final int LONGEST = 500;

  private static final String UTF_8 = "utf-8";

  /** An atom without the signs that end a parameter's value. */
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$%&'*/?^_`{|}~-]{1,100}");

  /** One character that RFC 6533 writes by its number. */
  private static final Pattern NUMBERED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})}");

  /** Reads a value as it came over the wire; empty where it is malformed. */
  static Optional<OriginalRecipient> parse(String value) {
    int semicolon = value.indexOf(';');
    if (semicolon < 0 || !TYPE.matcher(value.substring(0, semicolon)).matches()) {
      return Optional.empty();
    }
    String type = value.substring(0, semicolon).toLowerCase(Locale.ROOT);
    String encoded = value.substring(semicolon + 1);
    return (type.equals(UTF_8) ? decodeUtf8(encoded) : Xtext.decode(encoded))
        .filter(address -> !address.isEmpty())
        .map(address -> new OriginalRecipient(type, address))
        .filter(recipient -> recipient.value().length() <= LONGEST);
  }

  /** The value as it goes over the wire, in ASCII, which every server with DSN takes. */
  public String value() {
    return type + ";" + (type.equals(UTF_8) ? encodeUtf8(address) : Xtext.encode(address));
  }

  /** RFC 6533's utf-8-addr-xtext and utf-8-addr-unitext. */
  private static Optional<String> decodeUtf8(String encoded) {
    Matcher matcher = NUMBERED.matcher(encoded);
    String bare = matcher.replaceAll("");
    String decoded = matcher.replaceAll(OriginalRecipient::character);
    boolean wellFormed =
        bare.chars().noneMatch(c -> c == '\\' || c == '+' || c == '=')
            && decoded.codePoints().allMatch(OriginalRecipient::belongsIntoAnAddress);
    return wellFormed ? Optional.of(decoded) : Optional.empty();
  }

  /** What is no character becomes one that no address may hold. */
  private static String character(MatchResult match) {
    int codePoint = Integer.parseInt(match.group(1), 16);
    boolean exists = Character.isValidCodePoint(codePoint) && !isSurrogate(codePoint);
    return exists ? Matcher.quoteReplacement(Character.toString(codePoint)) : "\0";
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static boolean belongsIntoAnAddress(int codePoint) {
    return codePoint >= ' ' && codePoint != 127 && (codePoint < 128 || codePoint >= 0xa0);
  }

  private static String encodeUtf8(String address) {
    StringBuilder encoded = new StringBuilder(address.length() + 16);
    address
        .codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c < 127 && c != '+' && c != '=' && c != '\\') {
                encoded.append((char) c);
              } else {
                encoded.append("\\x{").append("%02X".formatted(c)).append('}');
              }
            });
    return encoded.toString();
  }
}
