package baton.standalone.mailbox.store;

import baton.contracts.event.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the log, named for the first id that it may hold. Read here; written by the writer.
 */
record Segment(Path file, long firstId) {
  private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
  private static final String SUFFIX = ".mail";

  /**
   * Octets that nearly every record's prefix and description fit in, so that one read is enough.
   */
  private static final int USUAL_START = 1024;

  static Segment named(Path directory, long firstId) {
    return new Segment(directory.resolve("%015d%s".formatted(firstId, SUFFIX)), firstId);
  }

  /** The segment that a file is; empty for a file of another kind. */
  static Optional<Segment> of(Path file) {
    String name = file.getFileName().toString();
    if (!name.matches("[0-9]{15}\\" + SUFFIX)) {
      return Optional.empty();
    }
    return Optional.of(new Segment(file, Long.parseLong(name.substring(0, 15))));
  }

  /** The octets of one message. */
  byte[] read(long offset, int length) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      fill(channel, content, offset);
    }
    if (content.hasRemaining()) {
      throw new IOException("the segment " + file + " ends before the message does");
    }
    return content.array();
  }

  /** Every record of a segment that was finished, and so was whole when the next one began. */
  List<LogRecord> records() throws IOException {
    return scan(false);
  }

  /**
   * Every record of the segment that was being written when the process ended. What the last fsync
   * did not cover may be torn; none of it was acknowledged, and it is cut off.
   */
  List<LogRecord> recover() throws IOException {
    List<LogRecord> records = scan(true);
    long end = records.isEmpty() ? 0 : records.getLast().end();
    if (Files.size(file) > end) {
      LOG.info("Mailbox cuts off a torn record segment={} at={}", file.getFileName(), end);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(end).force(true);
      }
    }
    return records;
  }

  private List<LogRecord> scan(boolean check) throws IOException {
    List<LogRecord> records = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = channel.size();
      long offset = 0;
      while (offset < end) {
        Optional<LogRecord> record = recordAt(channel, offset, end, check);
        if (record.isEmpty()) {
          long next = nextIntact(channel, offset + 1, end);
          if (next < end) {
            LOG.warn(
                "Mailbox passes over damaged octets segment={} from={} to={}",
                file.getFileName(),
                offset,
                next);
          }
          offset = next;
        } else {
          records.add(record.get());
          offset = record.get().end();
        }
      }
    }
    return records;
  }

  private static Optional<LogRecord> recordAt(
      FileChannel channel, long offset, long end, boolean check) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(USUAL_START);
    fill(channel, start, offset);
    Optional<LogRecord.Lengths> found =
        LogRecord.lengths(start.flip()).filter(lengths -> offset + lengths.whole() <= end);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    LogRecord.Lengths lengths = found.get();
    if (check) {
      ByteBuffer whole = ByteBuffer.allocate((int) lengths.whole());
      fill(channel, whole, offset);
      if (!LogRecord.intact(whole, lengths)) {
        return Optional.empty();
      }
    }
    byte[] json = new byte[lengths.description()];
    if (start.remaining() >= json.length) {
      start.get(json);
    } else {
      fill(channel, ByteBuffer.wrap(json), offset + LogRecord.PREFIX);
    }
    try {
      return Optional.of(
          new LogRecord(
              Json.read(json, LogRecord.Description.class),
              offset,
              lengths.description(),
              lengths.content()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where the next whole record begins at or after {@code offset}; the end where none does. */
  private static long nextIntact(FileChannel channel, long offset, long end) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(64 * 1024);
    for (long at = offset; at < end; at += window.capacity() - Integer.BYTES + 1) {
      window.clear();
      fill(channel, window, at);
      window.flip();
      for (int i = 0; i + Integer.BYTES <= window.limit(); i++) {
        if (window.getInt(i) == LogRecord.MARK
            && recordAt(channel, at + i, end, true).isPresent()) {
          return at + i;
        }
      }
    }
    return end;
  }

  private static void fill(FileChannel channel, ByteBuffer target, long offset) throws IOException {
    long at = offset;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }
}
