package baton.contracts.token;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Base32 (RFC 4648 section 6) in lower case, for lengths that need no padding. */
final class Base32 {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private Base32() {}

  static String encode(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length * 8 / 5);
    long buffer = 0;
    int bits = 0;
    for (byte octet : octets) {
      buffer = (buffer << 8) | (octet & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt((int) (buffer >> bits) & 31));
      }
    }
    return text.toString();
  }

  /** Empty where a character is not of the alphabet, in either case. */
  static Optional<byte[]> decode(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length() * 5 / 8);
    long buffer = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = value(text.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      buffer = (buffer << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        octets.write((int) (buffer >> bits));
      }
    }
    return Optional.of(octets.toByteArray());
  }

  private static int value(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
  }
}
