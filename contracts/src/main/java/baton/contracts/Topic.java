package baton.contracts;

import java.time.Duration;
import java.util.List;

/**
 * A Kafka topic as every part of the platform expects it to be.
 *
 * @param name exact
 * @param partitions in production; at least 1
 * @param standalonePartitions in standalone, where one broker flushes every append; at least 1
 * @param retention how long records stay; where {@code compacted}, how long at most one stays that
 *     a newer one has replaced, roughly
 * @param compacted whether the latest record per key stays for ever
 * @param maxMessageBytes the largest record batch, in octets
 */
public record Topic(
    String name,
    int partitions,
    int standalonePartitions,
    Duration retention,
    boolean compacted,
    int maxMessageBytes) {

  /** The platform's default limit for one message, in octets (25 MiB). */
  public static final int MAX_MESSAGE_BYTES = 25 * 1024 * 1024;

  /** Room for record headers, batch framing and what Baton adds to a message, in octets. */
  public static final int HEADER_ROOM_BYTES = 1024 * 1024;

  private static final int SMALL = 1024 * 1024;
  private static final Duration WEEK = Duration.ofDays(7);

  /** Mail on its way; one record per recipient, keyed by {@link baton.contracts.outbound.Lane}. */
  public static final Topic OUTBOUND =
      new Topic("baton.outbound", 64, 8, WEEK, false, MAX_MESSAGE_BYTES + HEADER_ROOM_BYTES);

  public static final Topic EVENTS_SUBMISSION =
      new Topic("baton.events.submission", 16, 1, WEEK, false, SMALL);

  /** Of the same partition count as {@link #OUTBOUND}: an event lies beside its message. */
  public static final Topic EVENTS_DELIVERY =
      new Topic("baton.events.delivery", 64, 8, WEEK, false, SMALL);

  public static final Topic EVENTS_TRACKING =
      new Topic("baton.events.tracking", 16, 1, WEEK, false, SMALL);

  public static final Topic EVENTS_FEEDBACK =
      new Topic("baton.events.feedback", 16, 1, WEEK, false, SMALL);

  /** Who must not be written to; keyed by account and address. */
  public static final Topic SUPPRESSIONS = new Topic("baton.suppressions", 4, 1, WEEK, true, SMALL);

  /**
   * What is to be done with mail on its way; keyed like {@link #OUTBOUND} and of the same partition
   * count, so that whoever owns a message owns its commands.
   */
  public static final Topic COMMANDS = new Topic("baton.commands", 64, 8, WEEK, false, SMALL);

  /** What other services must know of accounts, domains and API keys; keyed by what it is of. */
  public static final Topic SETTINGS = new Topic("baton.settings", 4, 1, WEEK, true, SMALL);

  /** Mail that the platform itself writes, as large as any other; keyed by the notice's id. */
  public static final Topic NOTICES =
      new Topic("baton.notices", 16, 1, WEEK, false, MAX_MESSAGE_BYTES + HEADER_ROOM_BYTES);

  /** Every topic of the platform. */
  public static final List<Topic> ALL =
      List.of(
          OUTBOUND,
          EVENTS_SUBMISSION,
          EVENTS_DELIVERY,
          EVENTS_TRACKING,
          EVENTS_FEEDBACK,
          SUPPRESSIONS,
          COMMANDS,
          SETTINGS,
          NOTICES);
}
