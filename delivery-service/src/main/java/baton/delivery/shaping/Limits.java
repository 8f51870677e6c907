package baton.delivery.shaping;

import java.time.Duration;

/**
 * How hard a site may be pressed, and how patient Baton is with it.
 *
 * @param connections at the most, at the same time
 * @param messagesPerConnection after which a connection is closed
 * @param idle how long a connection without work is kept
 * @param patience how long a message waits in memory for its turn before it goes to the deferred
 *     table
 * @param breather how long nothing is opened after no host of the site could be reached, and how
 *     long a message that lost its patience waits in the table
 */
public record Limits(
    int connections,
    int messagesPerConnection,
    Duration idle,
    Duration patience,
    Duration breather) {

  public Limits {
    if (connections < 1 || messagesPerConnection < 1) {
      throw new IllegalArgumentException(
          "baton.delivery.connections and baton.delivery.messages-per-connection are 1 or more");
    }
  }
}
