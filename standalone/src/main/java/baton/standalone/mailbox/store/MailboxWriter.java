package baton.standalone.mailbox.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. While it waits for the disk, the next messages gather; they then
 * share the next fsync.
 */
final class MailboxWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxWriter.class);

  /** What one fsync may cover, so that one batch does not fill the memory. */
  private static final long BATCH_BYTES = 32L * 1024 * 1024;

  private static final int BATCH_MESSAGES = 500;

  private sealed interface Task {}

  private record Waiting(Arrival arrival, CompletableFuture<List<Letter>> done) implements Task {}

  /** Not an interrupt: that would close the file in the middle of a write. */
  private record Stop() implements Task {}

  private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
  private final SegmentWriter segments;
  private final Function<SegmentWriter.Written, List<Letter>> onWritten;
  private final Thread thread;
  private long nextId;
  private boolean closed;

  /**
   * @param onWritten called on the writer's thread for each message that is on the disk, in order
   */
  MailboxWriter(
      SegmentWriter segments,
      Function<SegmentWriter.Written, List<Letter>> onWritten,
      long nextId) {
    this.segments = segments;
    this.onWritten = onWritten;
    this.nextId = nextId;
    this.thread = Thread.ofPlatform().name("mailbox-store").daemon().start(this::run);
  }

  synchronized CompletableFuture<List<Letter>> write(Arrival arrival) {
    CompletableFuture<List<Letter>> done = new CompletableFuture<>();
    if (closed) {
      done.completeExceptionally(new IOException("the mailbox is closed"));
    } else {
      queue.add(new Waiting(arrival, done));
    }
    return done;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (!closed) {
        closed = true;
        queue.add(new Stop());
      }
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (segments) {
      @Nullable List<Waiting> batch = nextBatch();
      while (batch != null) {
        write(batch);
        batch = nextBatch();
      }
    } catch (InterruptedException | IOException e) {
      LOG.warn("Mailbox did not stop as it should", e);
    }
  }

  /** Waits for the first message, and takes all that wait with it; null when it is time to stop. */
  private @Nullable List<Waiting> nextBatch() throws InterruptedException {
    List<Waiting> batch = new ArrayList<>();
    long bytes = 0;
    Task task = queue.take();
    while (true) {
      switch (task) {
        case Waiting waiting -> {
          batch.add(waiting);
          bytes += waiting.arrival.content().length;
        }
        case Stop stop -> {
          if (batch.isEmpty()) {
            return null;
          }
          // Found again, and then first, after the batch has been written.
          queue.add(stop);
          return batch;
        }
      }
      Task next = batch.size() < BATCH_MESSAGES && bytes < BATCH_BYTES ? queue.poll() : null;
      if (next == null) {
        return batch;
      }
      task = next;
    }
  }

  private void write(List<Waiting> batch) {
    List<SegmentWriter.Written> written;
    try {
      List<LogRecord.Description> descriptions = new ArrayList<>(batch.size());
      List<byte[]> contents = new ArrayList<>(batch.size());
      long id = nextId;
      for (Waiting waiting : batch) {
        LogRecord.Description description = LogRecord.Description.of(id, waiting.arrival);
        descriptions.add(description);
        contents.add(waiting.arrival.content());
        id = description.nextId();
      }
      written = segments.append(descriptions, contents);
      nextId = id;
    } catch (IOException | RuntimeException e) {
      LOG.error("Mailbox cannot keep mail messages={}", batch.size(), e);
      batch.forEach(waiting -> waiting.done.completeExceptionally(e));
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).done.complete(onWritten.apply(written.get(i)));
    }
  }
}
