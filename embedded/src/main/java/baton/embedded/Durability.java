package baton.embedded;

/** When something counts as written. */
public enum Durability {
  /**
   * Acknowledged means on the disk: Kafka fsyncs every append, PostgreSQL runs with {@code fsync},
   * {@code synchronous_commit} and {@code full_page_writes} on. Survives a power failure.
   */
  ON_DISK,

  /**
   * Acknowledged means handed to the operating system. Survives the death of a process, not of the
   * machine: for tests only.
   */
  RELAXED
}
