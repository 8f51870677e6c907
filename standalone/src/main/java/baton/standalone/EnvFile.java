package baton.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of {@code NAME=value} lines that a shell can source ({@code set -a; . FILE}), and that
 * only its owner may read.
 */
public final class EnvFile {
  private static final Pattern LINE = Pattern.compile("([A-Z][A-Z0-9_]*)=(?:'([^']*)'|(\\S*))");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./?-]*");

  private EnvFile() {}

  /**
   * Reads a file; one that is absent is empty.
   *
   * @throws IOException where it cannot be read, or holds another kind of line
   */
  public static Map<String, String> read(Path file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return values;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var matcher = LINE.matcher(line.strip());
      if (!matcher.matches()) {
        throw new IOException("a line is not NAME=value");
      }
      String quoted = matcher.group(2);
      values.put(matcher.group(1), quoted == null ? matcher.group(3) : quoted);
    }
    return values;
  }

  /** Replaces a file as a whole; it is on the disk when this returns. */
  static void write(Path file, String comment, Map<String, String> values) throws IOException {
    StringBuilder text = new StringBuilder("# " + comment + "\n");
    values.forEach(
        (name, value) -> text.append(name).append('=').append(quoted(value)).append('\n'));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly())) {
      ByteBuffer octets = StandardCharsets.UTF_8.encode(text.toString());
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] ownersOnly() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "") + "'";
  }
}
