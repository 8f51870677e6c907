package baton.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Returned messages from public test suites, with the labels that those assert. They are read where
 * they lie, beside the repository, and are not part of it; a test that needs them is skipped where
 * they are absent.
 */
public final class Corpora {

  private static final Path BOUNCES =
      Path.of(System.getProperty("baton.repository", ".."), "../shared/corpora/bounces");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpora() {}

  /** For {@code @EnabledIf}. */
  public static boolean present() {
    return Files.isReadable(BOUNCES.resolve("labels.jsonl"));
  }

  /**
   * A labelled message.
   *
   * @param file as in {@code dsn/name.eml}
   * @param label its line of {@code labels.jsonl}
   */
  public record Labelled(String file, JsonNode label) {

    public byte[] read() {
      try {
        return Files.readAllBytes(BOUNCES.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String kind() {
      return label.path("kind").asText();
    }

    /** Whether an upstream project asserts the label, and no other version of it disputes it. */
    public boolean gold() {
      return label.path("label_quality").asText().equals("gold");
    }

    /** A field of {@code expected}; empty where there is none. */
    public String expected(String field) {
      return label.path("expected").path(field).asText("");
    }

    @Override
    public String toString() {
      return file;
    }
  }

  public static List<Labelled> all() {
    try (Stream<String> lines = Files.lines(BOUNCES.resolve("labels.jsonl"))) {
      return lines.map(Corpora::labelled).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Labelled> ofKind(String kind) {
    return all().stream().filter(it -> it.kind().equals(kind)).toList();
  }

  private static Labelled labelled(String line) {
    try {
      JsonNode label = JSON.readTree(line);
      return new Labelled(label.path("file").asText(), label);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
