package baton.submission.prepare;

import java.util.List;

/**
 * One place where a message's octets change.
 *
 * @param start first octet that is replaced
 * @param end behind the last octet that is replaced; the same as {@code start} for an insertion
 * @param with what stands there instead
 */
record Edit(int start, int end, byte[] with) {

  /**
   * The octets {@code from} to {@code to}, edited.
   *
   * @param edits in ascending order, none overlapping another, all within the range
   */
  static byte[] apply(byte[] octets, int from, int to, List<Edit> edits) {
    int length = to - from;
    for (Edit edit : edits) {
      length += edit.with.length - (edit.end - edit.start);
    }
    byte[] result = new byte[length];
    int read = from;
    int written = 0;
    for (Edit edit : edits) {
      System.arraycopy(octets, read, result, written, edit.start - read);
      written += edit.start - read;
      System.arraycopy(edit.with, 0, result, written, edit.with.length);
      written += edit.with.length;
      read = edit.end;
    }
    System.arraycopy(octets, read, result, written, to - read);
    return result;
  }
}
