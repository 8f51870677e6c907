package baton.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message whose last byte reached a {@link ScriptedMailServer}.
 *
 * @param session number of the connection that brought it, from 1 in the order of connecting
 * @param sender reverse-path without angle brackets; empty for {@code <>}
 * @param recipients accepted forward-paths without angle brackets
 * @param commands the MAIL and RCPT lines as they came, parameters included, refused ones too
 * @param content the bytes, dot-stuffing undone, without the final dot
 * @param arrival when the last byte came
 * @param tls whether it came under TLS
 * @param reply what the server answered to the final dot; null where it said nothing
 */
public record ReceivedMessage(
    int session,
    String sender,
    List<String> recipients,
    List<String> commands,
    byte[] content,
    Instant arrival,
    boolean tls,
    @Nullable String reply) {

  public ReceivedMessage {
    recipients = List.copyOf(recipients);
    commands = List.copyOf(commands);
  }

  /** Whether the server took responsibility for it. */
  public boolean accepted() {
    return reply != null && reply.startsWith("2");
  }

  /** The content as UTF-8. */
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** First header field of this name (any case), unfolded; null where there is none. */
  public @Nullable String header(String name) {
    String[] parts = text().split("\r?\n\r?\n", 2);
    String wanted = name.toLowerCase(Locale.ROOT) + ":";
    return parts[0]
        .replaceAll("\r?\n(?=[ \t])", "")
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
        .map(line -> line.substring(wanted.length()).strip())
        .findFirst()
        .orElse(null);
  }

  /** What follows the first empty line, as UTF-8. */
  public String body() {
    String[] parts = text().split("\r?\n\r?\n", 2);
    return parts.length == 2 ? parts[1] : "";
  }
}
