package baton.delivery.intake;

import baton.delivery.QueuedMessage;

/** How much mail is in memory. Above the upper bounds nothing more is read, until half is gone. */
final class Load {

  private final int maxMessages;
  private final long maxBytes;
  private int messages;
  private long bytes;
  private boolean full;

  Load(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  void add(QueuedMessage message) {
    messages++;
    bytes += message.size();
    if (messages >= maxMessages || bytes >= maxBytes) {
      full = true;
    }
  }

  void remove(QueuedMessage message) {
    messages--;
    bytes -= message.size();
    if (messages <= maxMessages / 2 && bytes <= maxBytes / 2) {
      full = false;
    }
  }

  boolean full() {
    return full;
  }

  boolean none() {
    return messages == 0;
  }

  int messages() {
    return messages;
  }

  /** How many more octets of mail may be read. */
  long roomBytes() {
    return full ? 0 : maxBytes - bytes;
  }

  /** How many more messages may be read. */
  int room() {
    return full ? 0 : maxMessages - messages;
  }
}
