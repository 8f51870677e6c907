package baton.standalone.mailbox.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captured mail: the newest letters, up to a capacity, in segments under one folder. Mail is on
 * the disk before it is acknowledged; messages that arrive together share an fsync. Older letters
 * are forgotten, and a segment's file goes when its last letter has.
 *
 * <p>Thread-safe. One process per folder; whoever opens it has made sure of that.
 */
public final class Mailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private record Kept(Letter letter, Segment segment, long offset) {}

  private final int capacity;
  private final NavigableMap<Long, Kept> kept = new ConcurrentSkipListMap<>();
  private final MailboxWriter writer;

  /** Oldest first. This and the two below belong to the writer's thread, once it has begun. */
  private final List<Segment> segments;

  private long nextId = 1;
  private int count;

  private Mailbox(Path directory, int capacity) throws IOException {
    this.capacity = capacity;
    Files.createDirectories(directory);
    this.segments = segmentsIn(directory);
    int fullRecords = Math.max(1, capacity / 10);
    SegmentWriter append = new SegmentWriter(directory, fullRecords);
    for (Segment segment : List.copyOf(segments)) {
      boolean newest = segment.equals(segments.getLast());
      List<LogRecord> records = newest ? segment.recover() : segment.records();
      nextId = Math.max(nextId, segment.firstId());
      records.forEach(record -> index(segment, record));
      if (newest) {
        append = new SegmentWriter(directory, fullRecords, segment, records.size());
      }
    }
    prune();
    this.writer = new MailboxWriter(append, this::indexed, nextId);
  }

  /**
   * Opens the folder, making it if need be.
   *
   * @param capacity how many letters are kept; at least 1
   * @throws DamagedMailboxException where the folder cannot be used
   */
  public static Mailbox open(Path directory, int capacity) {
    try {
      return new Mailbox(directory, capacity);
    } catch (IOException e) {
      throw new DamagedMailboxException(
          "the mailbox in %s cannot be used (%s)".formatted(directory, e), e);
    }
  }

  /**
   * Keeps a message. Completes when it is on the disk, on a thread that must not be blocked;
   * completes exceptionally with an {@link IOException} where it could not be written.
   *
   * @return one letter for each recipient, in their order
   */
  public CompletableFuture<List<Letter>> keep(Arrival arrival) {
    return writer.write(arrival);
  }

  /** The letters, newest first. */
  public Stream<Letter> newestFirst() {
    return kept.descendingMap().values().stream().map(Kept::letter);
  }

  /** The letters that arrived before the one with this id, newest first. */
  public Stream<Letter> newestFirstBefore(long id) {
    return kept.headMap(id, false).descendingMap().values().stream().map(Kept::letter);
  }

  /** The letter that arrived right after the one with this id; empty where that is the newest. */
  public Optional<Letter> newerThan(long id) {
    return Optional.ofNullable(kept.higherEntry(id)).map(it -> it.getValue().letter);
  }

  /** How many letters arrived after the one with this id and are still kept. */
  public int countAfter(long id) {
    return kept.tailMap(id, false).size();
  }

  /** The letter with this id; empty where it never was, or is kept no more. */
  public Optional<Letter> find(long id) {
    return Optional.ofNullable(kept.get(id)).map(Kept::letter);
  }

  /**
   * A letter's message as it was received, dots unstuffed; empty where it is kept no more.
   *
   * @throws IOException where it cannot be read
   */
  public Optional<byte[]> source(long id) throws IOException {
    Kept found = kept.get(id);
    if (found == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(found.segment.read(found.offset, found.letter.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes what waits and stops. Idempotent. */
  @Override
  public void close() {
    writer.close();
  }

  private List<Letter> indexed(SegmentWriter.Written written) {
    if (segments.isEmpty() || !segments.getLast().equals(written.segment())) {
      segments.add(written.segment());
    }
    List<Letter> letters = index(written.segment(), written.record());
    prune();
    return letters;
  }

  private List<Letter> index(Segment segment, LogRecord record) {
    LogRecord.Description description = record.description();
    List<Letter> letters = new ArrayList<>(description.recipients().size());
    for (String recipient : description.recipients()) {
      Letter letter =
          new Letter(
              description.firstId() + letters.size(),
              description.receivedAt(),
              description.returnPath(),
              recipient,
              description.from(),
              description.subject(),
              record.contentLength());
      kept.put(letter.id(), new Kept(letter, segment, record.contentOffset()));
      letters.add(letter);
    }
    count += letters.size();
    nextId = Math.max(nextId, description.nextId());
    return letters;
  }

  private void prune() {
    while (count > capacity) {
      kept.pollFirstEntry();
      count--;
    }
    // A segment is needed while the one after it begins later than the oldest letter kept.
    while (segments.size() > 1
        && !kept.isEmpty()
        && segments.get(1).firstId() <= kept.firstEntry().getKey()) {
      Segment old = segments.removeFirst();
      try {
        Files.deleteIfExists(old.file());
      } catch (IOException e) {
        LOG.warn("Mailbox cannot delete a segment file={}", old.file(), e);
      }
    }
  }

  private static List<Segment> segmentsIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(
          files
              .flatMap(file -> Segment.of(file).stream())
              .sorted(Comparator.comparingLong(Segment::firstId))
              .toList());
    }
  }
}
