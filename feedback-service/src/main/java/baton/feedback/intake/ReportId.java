package baton.feedback.intake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a report by its content: a report that comes a second time, because our 250 was lost on its
 * way, has the same octets, so its events have the same ids.
 */
final class ReportId {

  /** 128 of SHA-256's bits: no two reports meet by chance, and nobody gains by making them. */
  private static final int OCTETS = 16;

  private ReportId() {}

  /** 32 hexadecimal digits. */
  static String of(byte[] raw) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(raw);
      return HexFormat.of().formatHex(hash, 0, OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
