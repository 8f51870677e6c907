package baton.standalone.mailbox.reading;

import java.nio.charset.StandardCharsets;

/** Names of files that strangers chose. */
public final class FileName {
  private static final int LONGEST = 120;

  private FileName() {}

  /**
   * A name fit for any file system: no path, no control or direction characters, no leading dot.
   */
  static String safe(String wanted, String otherwise) {
    String last = wanted.substring(Math.max(wanted.lastIndexOf('/'), wanted.lastIndexOf('\\')) + 1);
    String plain =
        last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\"*:<>?|/\\\\]", "")
            .replaceFirst("^[.\\s]+", "")
            .strip();
    if (plain.isEmpty()) {
      return otherwise;
    }
    if (plain.length() <= LONGEST) {
      return plain;
    }
    int dot = plain.lastIndexOf('.');
    String extension = dot > 0 && plain.length() - dot <= 10 ? plain.substring(dot) : "";
    return plain.substring(0, LONGEST - extension.length()) + extension;
  }

  /**
   * A Content-Disposition that makes a browser save and never show (RFC 6266).
   *
   * @param name as {@link Part#fileName} has it
   */
  public static String attachment(String name) {
    String ascii = name.replaceAll("[^ -~]|[\"\\\\%]", "_");
    StringBuilder encoded = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded);
  }
}
