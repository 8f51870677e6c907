package baton.delivery;

/** Where delivery has a message from, and under which tenure of the message's partition. */
public sealed interface Origin {

  /** Of {@code baton.outbound}, and so of {@code baton.events.delivery}. */
  int partition();

  /** The tenure: what an instance learnt under an older epoch no longer counts. */
  long epoch();

  /** Straight from {@code baton.outbound}. */
  record Topic(int partition, long epoch, long offset) implements Origin {}

  /** From the deferred table. */
  record Row(int partition, long epoch) implements Origin {}
}
