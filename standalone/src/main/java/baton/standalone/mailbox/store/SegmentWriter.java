package baton.standalone.mailbox.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends batches, each under one fsync. Used by one thread only. A batch that fails leaves nothing
 * behind that a later one would be written after: the next batch begins a new segment, for an fsync
 * that failed once tells nothing when it succeeds later.
 */
final class SegmentWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  private static final long FULL_BYTES = 64L * 1024 * 1024;

  private final Path directory;
  private final int fullRecords;

  /** Small records go to the file together, in one call. */
  private final ByteBuffer gathered = ByteBuffer.allocateDirect(1024 * 1024);

  private @Nullable Segment segment;
  private @Nullable FileChannel channel;
  private long end;
  private int records;

  /** Writes on in a new segment. */
  SegmentWriter(Path directory, int fullRecords) {
    this.directory = directory;
    this.fullRecords = fullRecords;
  }

  /** Writes on at the end of a recovered segment that holds {@code records} records. */
  SegmentWriter(Path directory, int fullRecords, Segment last, int records) throws IOException {
    this(directory, fullRecords);
    this.channel = FileChannel.open(last.file(), StandardOpenOption.WRITE);
    this.segment = last;
    this.end = channel.size();
    this.records = records;
  }

  /** A record and where it lies. */
  record Written(Segment segment, LogRecord record) {}

  /**
   * Writes all or none of a batch; on return it is on the disk.
   *
   * @throws IOException where it is not
   */
  List<Written> append(List<LogRecord.Description> descriptions, List<byte[]> contents)
      throws IOException {
    try {
      Segment current = segmentFor(descriptions.getFirst().firstId());
      List<Written> written = write(current, descriptions, contents);
      records += written.size();
      return written;
    } catch (IOException | RuntimeException e) {
      abandon();
      throw e;
    }
  }

  private List<Written> write(
      Segment current, List<LogRecord.Description> descriptions, List<byte[]> contents)
      throws IOException {
    FileChannel open = Objects.requireNonNull(channel);
    List<Written> written = new ArrayList<>(descriptions.size());
    open.position(end);
    long offset = end;
    for (int i = 0; i < descriptions.size(); i++) {
      byte[] content = contents.get(i);
      ByteBuffer head = LogRecord.head(descriptions.get(i), content);
      int descriptionLength = head.remaining() - LogRecord.PREFIX;
      LogRecord record =
          new LogRecord(descriptions.get(i), offset, descriptionLength, content.length);
      written.add(new Written(current, record));
      gather(open, head);
      gather(open, ByteBuffer.wrap(content));
      offset = record.end();
    }
    flush(open);
    open.force(false);
    end = offset;
    return written;
  }

  private void gather(FileChannel open, ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      int fits = Math.min(gathered.remaining(), octets.remaining());
      gathered.put(octets.slice(octets.position(), fits));
      octets.position(octets.position() + fits);
      if (!gathered.hasRemaining()) {
        flush(open);
      }
    }
  }

  private void flush(FileChannel open) throws IOException {
    gathered.flip();
    while (gathered.hasRemaining()) {
      open.write(gathered);
    }
    gathered.clear();
  }

  private Segment segmentFor(long nextId) throws IOException {
    if (segment != null && end < FULL_BYTES && records < fullRecords) {
      return segment;
    }
    close();
    Segment fresh = Segment.named(directory, nextId);
    channel =
        FileChannel.open(
            fresh.file(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    // The file's name is on the disk only when its folder is.
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
    segment = fresh;
    end = 0;
    records = 0;
    return fresh;
  }

  private void abandon() {
    gathered.clear();
    try {
      if (channel != null) {
        channel.truncate(end);
      }
      close();
    } catch (IOException e) {
      LOG.warn("Mailbox leaves a torn record behind segment={}", segment, e);
      channel = null;
      segment = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    channel = null;
    segment = null;
  }
}
