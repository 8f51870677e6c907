package baton.standalone.mailbox.pages;

import java.util.Locale;

/** Octets as pages show them. */
final class Size {
  private Size() {}

  static String of(long octets) {
    if (octets < 1_000) {
      return octets + " B";
    }
    if (octets < 999_500) {
      return Math.round(octets / 1_000.0) + " kB";
    }
    return String.format(Locale.ENGLISH, "%.1f MB", octets / 1_000_000.0);
  }
}
