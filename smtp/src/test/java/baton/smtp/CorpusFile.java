package baton.smtp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A file of the test data beside the project, which may be absent and is never copied into it. */
public final class CorpusFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CorpusFile() {}

  /**
   * The file's lines, a document each; a test that needs an absent file is skipped, and says so.
   */
  public static List<JsonNode> lines(String name) throws IOException {
    return Files.readAllLines(existing(name)).stream().map(CorpusFile::parse).toList();
  }

  /** The file as one document; a test that needs an absent one is skipped, and says so. */
  public static JsonNode document(String name) throws IOException {
    return JSON.readTree(existing(name).toFile());
  }

  private static Path existing(String name) {
    Path file =
        Path.of(System.getProperty("baton.repository", ".."), "../shared/corpora", name)
            .normalize();
    if (!Files.isReadable(file)) {
      throw new TestAbortedException("skipped, for there is no shared/corpora/" + name);
    }
    return file;
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Undoes the escapes of the dialogues: backslash and r, n, backslash, or x and two digits. */
  public static String unescape(String escaped) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = escaped.charAt(++i);
      switch (c) {
        case 'r' -> text.append('\r');
        case 'n' -> text.append('\n');
        case 'x' -> {
          text.append((char) Integer.parseInt(escaped, i + 1, i + 3, 16));
          i += 2;
        }
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
