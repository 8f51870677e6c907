package baton.delivery.shaping;

import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Peer;
import baton.smtp.client.Transmission;
import java.util.function.Consumer;

/** An open connection with a mail server. Used and heard on the loop only. */
public interface Line {

  Peer peer();

  /** How many messages may be under way at the same time: 2 where the peer pipelines, else 1. */
  int room();

  /**
   * Sends a message, behind those that are still under way on this line. {@code done} is always
   * called, and once, also where the line is over by now.
   */
  void carry(QueuedMessage message, Consumer<Transmission> done);

  /** Says goodbye when all is done. */
  void quit();
}
