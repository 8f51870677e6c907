package baton.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Samples that lie beside the repository; tests that want them are skipped where they do not. */
public final class Corpus {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpus() {}

  public static Path file(String name) {
    Path file = Path.of(System.getProperty("baton.repository", ".."), "../shared/corpora", name);
    if (!Files.exists(file)) {
      throw new TestAbortedException("skipped, for there is no shared/corpora/" + name);
    }
    return file;
  }

  /** A file of JSON, one value a line. */
  public static List<JsonNode> lines(String name) {
    try {
      return Files.readAllLines(file(name)).stream()
          .filter(line -> !line.isBlank())
          .map(Corpus::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
