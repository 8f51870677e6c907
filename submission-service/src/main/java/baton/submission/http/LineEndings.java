package baton.submission.http;

import java.io.ByteArrayOutputStream;

/**
 * Line ends of messages that come as files. On the wire of SMTP a bare LF is an attack (it hides an
 * end of data); in a file on a Unix machine it is how lines end.
 */
final class LineEndings {

  private LineEndings() {}

  /** The same octets, with CR before every LF that had none. */
  static byte[] toCrLf(byte[] message) {
    int bare = 0;
    for (int i = 0; i < message.length; i++) {
      if (isBare(message, i)) {
        bare++;
      }
    }
    if (bare == 0) {
      return message;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream(message.length + bare);
    for (int i = 0; i < message.length; i++) {
      if (isBare(message, i)) {
        lines.write('\r');
      }
      lines.write(message[i]);
    }
    return lines.toByteArray();
  }

  private static boolean isBare(byte[] message, int i) {
    return message[i] == '\n' && (i == 0 || message[i - 1] != '\r');
  }
}
