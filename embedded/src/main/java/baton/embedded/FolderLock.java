package baton.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One user per data folder. The operating system drops the lock when its process ends, however it
 * ends, so a lock that is held means a living owner and never an old file.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the folder, making it if need be. {@code program} is named in the refusal. */
  static FolderLock take(Path directory, String program) {
    FileChannel channel = null;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new FolderLock(channel);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new EmbeddedStartException(
          "%s cannot start: the data folder %s cannot be used (%s: %s)."
              .formatted(program, directory, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
    throw new EmbeddedStartException(
        "%s cannot start: the data folder %s is in use by another running Baton."
            .formatted(program, directory));
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The refusal that follows says more than this would.
        return;
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
