package baton.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transaction under way in one session. */
final class MailEnvelope {
  private @Nullable String sender;
  private final List<String> recipients = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();
  private final StringBuilder accepted = new StringBuilder();

  boolean hasSender() {
    return sender != null;
  }

  boolean hasRecipients() {
    return !recipients.isEmpty();
  }

  /** The accepted commands, for rules that look into the envelope. */
  String subject() {
    return accepted.toString();
  }

  void mail(String line, boolean taken) {
    clear();
    commands.add(line);
    if (taken) {
      sender = path(line);
      accepted.append(line).append('\n');
    }
  }

  void rcpt(String line, boolean taken) {
    commands.add(line);
    if (taken) {
      recipients.add(path(line));
      accepted.append(line).append('\n');
    }
  }

  ReceivedMessage message(MailConversation session, byte[] content, @Nullable String reply) {
    return new ReceivedMessage(
        session.number(),
        sender == null ? "" : sender,
        recipients,
        commands,
        content,
        Instant.now(),
        session.tls(),
        reply);
  }

  void clear() {
    sender = null;
    recipients.clear();
    commands.clear();
    accepted.setLength(0);
  }

  /** What stands between the angle brackets; a quoted local part may hold brackets of its own. */
  private static String path(String line) {
    int open = line.indexOf('<');
    int parameters = line.indexOf("> ", open);
    int close = parameters < 0 ? line.lastIndexOf('>') : parameters;
    return open < 0 || close < open ? "" : line.substring(open + 1, close);
  }
}
