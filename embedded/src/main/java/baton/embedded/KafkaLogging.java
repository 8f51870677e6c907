package baton.embedded;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Kafka tells several hundred lines at INFO when it starts. Its categories are raised to WARNING
 * where the process logs through java.util.logging (JBoss LogManager is one) and nobody has chosen
 * a level.
 */
final class KafkaLogging {
  /** Held, for java.util.logging forgets the level of a logger that nobody holds. */
  private static final List<Logger> CATEGORIES =
      List.of(
          Logger.getLogger("kafka"),
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("state.change.logger"));

  /** Calls it a warning that it begins its work. */
  private static final Logger CONTROLLER =
      Logger.getLogger("org.apache.kafka.controller.QuorumController");

  private KafkaLogging() {}

  static void quieten() {
    CATEGORIES.forEach(category -> atLeast(category, Level.WARNING));
    atLeast(CONTROLLER, Level.SEVERE);
  }

  private static void atLeast(Logger category, Level level) {
    if (category.getLevel() == null) {
      category.setLevel(level);
    }
  }
}
