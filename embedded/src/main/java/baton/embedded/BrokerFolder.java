package baton.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The folder of one broker: {@code lock}, and {@code log} with Kafka's own files. Made at the first
 * start; from then on it keeps its cluster id.
 */
final class BrokerFolder {
  private static final String META = "meta.properties";

  /** The one file that Kafka writes before {@link #META} while it formats a folder. */
  private static final String BOOTSTRAP = "bootstrap.checkpoint";

  private final Path log;
  private final boolean usedBefore;

  private BrokerFolder(Path log) {
    this.log = log;
    this.usedBefore = Files.exists(log.resolve(META));
  }

  /** Makes the folder if need be and finds it fit for use, or says why it is not. */
  static BrokerFolder open(Path directory) {
    Path log = directory.resolve("log");
    try {
      Files.createDirectories(log);
    } catch (IOException e) {
      throw new EmbeddedStartException(
          "Kafka cannot start: the data folder %s cannot be made (%s).".formatted(log, reason(e)),
          e);
    }
    if (!Files.isWritable(log)) {
      throw new EmbeddedStartException(
          "Kafka cannot start: the data folder %s is not writable.".formatted(log));
    }
    BrokerFolder folder = new BrokerFolder(log);
    if (folder.usedBefore) {
      folder.recognise();
    } else {
      folder.format();
    }
    return folder;
  }

  Path log() {
    return log;
  }

  /** Whether a broker has run here before this start. */
  boolean usedBefore() {
    return usedBefore;
  }

  private void recognise() {
    Properties meta = new Properties();
    try (var reader = Files.newBufferedReader(log.resolve(META), StandardCharsets.UTF_8)) {
      meta.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new EmbeddedStartException(
          "Kafka cannot start: %s cannot be read (%s); restore the folder from a backup."
              .formatted(log.resolve(META), reason(e)),
          e);
    }
    String node = meta.getProperty("node.id", "");
    if (meta.getProperty("cluster.id", "").isBlank() || node.isBlank()) {
      throw new EmbeddedStartException(
          "Kafka cannot start: %s is damaged, it names no cluster or no node; restore the folder"
                  .formatted(log.resolve(META))
              + " from a backup.");
    }
    if (!node.equals(Integer.toString(BrokerProperties.NODE_ID))) {
      throw new EmbeddedStartException(
          "Kafka cannot start: %s belongs to another Kafka (node %s); choose another data folder."
              .formatted(log, node));
    }
  }

  private void format() {
    refuseStrangeContent();
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setNodeId(BrokerProperties.NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(BrokerProperties.CONTROLLER)
            .setDirectories(List.of(log.toString()))
            .setMetadataLogDirectory(log.toString())
            // With one replica an unclean restart must not take the partition's only copy out of
            // its own in-sync set.
            .setFeatureLevel("eligible.leader.replicas.version", (short) 0);
    try {
      formatter.run();
    } catch (Exception e) {
      throw new EmbeddedStartException(
          "Kafka cannot start: the data folder %s cannot be prepared (%s)."
              .formatted(log, reason(e)),
          e);
    }
  }

  /** Formatting a folder that holds something would bury it. */
  private void refuseStrangeContent() {
    try (Stream<Path> content = Files.list(log)) {
      var strange =
          content
              .map(p -> p.getFileName().toString())
              .filter(n -> !n.startsWith(BOOTSTRAP) && !n.startsWith(META))
              .sorted()
              .findFirst();
      if (strange.isPresent()) {
        throw new EmbeddedStartException(
            "Kafka cannot start: %s holds %s but no %s, so it is damaged or not Kafka's; restore it"
                    .formatted(log, strange.get(), META)
                + " from a backup or choose another data folder.");
      }
      // Left over where a first start was killed half-way.
      Files.deleteIfExists(log.resolve(BOOTSTRAP));
    } catch (IOException e) {
      throw new EmbeddedStartException(
          "Kafka cannot start: the data folder %s cannot be read (%s).".formatted(log, reason(e)),
          e);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
