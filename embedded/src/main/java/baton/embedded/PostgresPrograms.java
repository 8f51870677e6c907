package baton.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked from the jar of this operating system and processor. Unpacked
 * once into a folder named after the version, and complete or absent: whoever is killed half-way
 * leaves nothing that the next one would use.
 */
final class PostgresPrograms {
  /** Major version of the programs, and so of the data folders that they can read. */
  static final String MAJOR = "18";

  private static final String VERSION = "postgresql-18.6";

  private final Path home;

  private PostgresPrograms(Path home) {
    this.home = home;
  }

  static PostgresPrograms unpack(Path programs) {
    String archive = archive();
    Path home = programs.resolve(VERSION + "-" + archive.replaceAll("^postgres-|\\.txz$", ""));
    if (!Files.isDirectory(home)) {
      try (InputStream packed = PostgresPrograms.class.getResourceAsStream("/" + archive)) {
        if (packed == null) {
          throw new EmbeddedStartException(
              "PostgreSQL cannot start: no programs for %s on %s are packed with Baton; name a server"
                      .formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
                  + " of your own in BATON_POSTGRES.");
        }
        Files.createDirectories(programs);
        unpack(packed, home);
      } catch (IOException e) {
        throw new EmbeddedStartException(
            "PostgreSQL cannot start: its programs cannot be unpacked into %s (%s: %s)."
                .formatted(programs, e.getClass().getSimpleName(), e.getMessage()),
            e);
      }
    }
    return new PostgresPrograms(home);
  }

  String initdb() {
    return home.resolve("bin").resolve("initdb").toString();
  }

  String pgCtl() {
    return home.resolve("bin").resolve("pg_ctl").toString();
  }

  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.replace(' ', '-');
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          case String other -> other;
        };
    return "postgres-" + system + "-" + machine + ".txz";
  }

  private static void unpack(InputStream packed, Path home) throws IOException {
    Path unfinished = home.resolveSibling(home.getFileName() + "." + UUID.randomUUID());
    try {
      try (var tar =
          new TarArchiveInputStream(
              new BufferedInputStream(new XZInputStream(new BufferedInputStream(packed))))) {
        for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
          unpack(tar, entry, unfinished);
        }
      }
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process was faster: its copy is as good.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    } finally {
      delete(unfinished);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("the archive names a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
