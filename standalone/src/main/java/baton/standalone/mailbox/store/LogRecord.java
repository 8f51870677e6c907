package baton.standalone.mailbox.store;

import baton.contracts.event.Json;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A message as it lies in a segment: four integers (a mark, the checksum of all that follows it,
 * the lengths of the two parts), then a description in JSON, then the message itself.
 */
record LogRecord(Description description, long offset, int descriptionLength, int contentLength) {

  static final int MARK = 0x42_4d_42_31; // "BMB1"
  static final int PREFIX = 16;

  private static final int CHECKED_FROM = 8;
  private static final int LONGEST_DESCRIPTION = 16 * 1024 * 1024;

  /**
   * What is known of a message beside its bytes.
   *
   * @param firstId id of the letter to the first recipient; the others' follow it
   */
  record Description(
      long firstId,
      Instant receivedAt,
      String returnPath,
      List<String> recipients,
      String from,
      String subject) {

    static Description of(long firstId, Arrival arrival) {
      return new Description(
          firstId,
          arrival.receivedAt(),
          arrival.returnPath(),
          arrival.recipients(),
          arrival.from(),
          arrival.subject());
    }

    long nextId() {
      return firstId + recipients.size();
    }
  }

  /** The lengths that a record's prefix tells. */
  record Lengths(int checksum, int description, int content) {
    long whole() {
      return (long) PREFIX + description + content;
    }
  }

  /** Everything but the message: to be written right before {@code content}. */
  static ByteBuffer head(Description description, byte[] content) {
    byte[] json = Json.writeBytes(description);
    ByteBuffer head = ByteBuffer.allocate(PREFIX + json.length);
    head.putInt(MARK).putInt(0).putInt(json.length).putInt(content.length).put(json);
    CRC32C crc = new CRC32C();
    crc.update(head.array(), CHECKED_FROM, head.capacity() - CHECKED_FROM);
    crc.update(content);
    return head.putInt(4, (int) crc.getValue()).flip();
  }

  /** Reads a prefix; empty where none stands here. */
  static Optional<Lengths> lengths(ByteBuffer prefix) {
    if (prefix.remaining() < PREFIX || prefix.getInt() != MARK) {
      return Optional.empty();
    }
    Lengths lengths = new Lengths(prefix.getInt(), prefix.getInt(), prefix.getInt());
    boolean sane =
        lengths.description > 0
            && lengths.description <= LONGEST_DESCRIPTION
            && lengths.content >= 0;
    return sane ? Optional.of(lengths) : Optional.empty();
  }

  /** Whether the octets of a whole record are those that were written. */
  static boolean intact(ByteBuffer record, Lengths lengths) {
    CRC32C crc = new CRC32C();
    crc.update(record.slice(CHECKED_FROM, (int) lengths.whole() - CHECKED_FROM));
    return (int) crc.getValue() == lengths.checksum;
  }

  long contentOffset() {
    return offset + PREFIX + descriptionLength;
  }

  long end() {
    return contentOffset() + contentLength;
  }
}
