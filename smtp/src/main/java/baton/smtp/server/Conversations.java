package baton.smtp.server;

/** Opens a {@link Conversation} for each connection. */
@FunctionalInterface
public interface Conversations {

  /**
   * Called once when a connection has come, before the greeting, on the connection's event loop; an
   * exception closes the connection with {@code 421 4.3.0}.
   *
   * @param peer the other side; what is known of it grows, so keep it and ask when needed
   */
  Conversation open(Peer peer);
}
