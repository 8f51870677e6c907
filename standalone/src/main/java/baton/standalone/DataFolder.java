package baton.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder where a standalone Baton keeps everything: mail, keys, offsets, logs. One Baton uses
 * it at a time; the operating system drops the lock when its process ends, however it ends.
 */
final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes the folder, making it if need be.
   *
   * @throws StartException where it is in use, or cannot be used
   */
  static DataFolder take(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("baton.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isOurs(channel)) {
        return new DataFolder(path, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new StartException(
          "the data folder %s cannot be used (%s).".formatted(path, reason(e)), e);
    }
    throw new StartException(
        "another Baton runs with the data folder %s: stop it, or choose another folder with --data."
            .formatted(path));
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  Path path() {
    return path;
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  Path postgres() {
    return path.resolve("postgresql");
  }

  Path mailbox() {
    return path.resolve("mailbox");
  }

  Path tls() {
    return path.resolve("tls");
  }

  Path log() {
    return path.resolve("baton.log");
  }

  /** For the person who runs Baton: addresses and keys. */
  Path credentials() {
    return path.resolve("credentials.env");
  }

  /** For Baton itself: what seals tokens and encrypts keys. */
  Path secrets() {
    return path.resolve("secrets.env");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock goes with the process.
      return;
    }
  }
}
