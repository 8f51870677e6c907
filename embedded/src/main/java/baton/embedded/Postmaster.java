package baton.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server process that a data folder names in its {@code postmaster.pid}. The number alone
 * proves nothing, for it may long belong to somebody else: a process counts as the folder's server
 * only if it works in the folder.
 */
final class Postmaster {
  private final Path data;

  Postmaster(Path data) {
    this.data = data;
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  /** The living server of this folder. */
  Optional<ProcessHandle> running() {
    return writtenPid().flatMap(ProcessHandle::of).filter(this::worksHere);
  }

  /**
   * Removes what a server that is dead left behind: its children, if they have not noticed yet, and
   * a pid file whose number another process has been given since.
   */
  void clearRemains() throws IOException {
    List<ProcessHandle> children = ProcessHandle.allProcesses().filter(this::worksHere).toList();
    children.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle child : children) {
      child.onExit().join();
    }
    if (writtenPid().flatMap(ProcessHandle::of).isPresent()) {
      Files.deleteIfExists(pidFile());
    }
  }

  private Optional<Long> writtenPid() {
    try {
      List<String> lines = Files.readAllLines(pidFile());
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(Long.valueOf(lines.getFirst().strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean worksHere(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return Files.readSymbolicLink(workingDirectory).equals(data.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      // No /proc (macOS), or a process that is not ours to look at: its command line names the
      // folder.
      return process
          .info()
          .commandLine()
          .filter(line -> line.contains("postgres") && line.contains(data.toString()))
          .isPresent();
    }
  }
}
