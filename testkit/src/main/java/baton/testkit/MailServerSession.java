package baton.testkit;

import baton.testkit.MailServerRule.Action;
import baton.testkit.MailServerRule.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session of a server that accepts everything but for its rules. */
final class MailServerSession {
  private final MailServerSetup setup;
  private final List<MailServerRule> rules;
  private final MailConversation wire;
  private final Consumer<ReceivedMessage> received;
  private final MailEnvelope envelope = new MailEnvelope();
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
  private boolean over;
  private boolean stalling;

  MailServerSession(
      MailServerSetup setup,
      List<MailServerRule> rules,
      MailConversation wire,
      Consumer<ReceivedMessage> received) {
    this.setup = setup;
    this.rules = rules;
    this.wire = wire;
    this.received = received;
  }

  void converse() throws IOException {
    answer(Stage.CONNECT, wire.peer(), "220 " + setup.hostname() + " ESMTP");
    while (!over) {
      hear(wire.hear());
    }
  }

  private void hear(String line) throws IOException {
    String[] words = line.strip().split("\\s+", 2);
    switch (words[0].toUpperCase(Locale.ROOT)) {
      case "EHLO" -> answer(Stage.EHLO, line, capabilities());
      case "HELO" -> answer(Stage.EHLO, line, "250 " + setup.hostname());
      case "STARTTLS" -> startTls(line);
      case "MAIL" -> mail(line);
      case "RCPT" -> rcpt(line);
      case "DATA" -> data();
      case "BDAT" -> bdat(words.length > 1 ? words[1] : "");
      case "RSET" -> {
        reset();
        answer(Stage.RSET, line, "250 2.0.0 forgotten");
      }
      case "NOOP" -> answer(Stage.NOOP, line, "250 2.0.0 still here");
      case "QUIT" -> {
        answer(Stage.QUIT, line, "221 2.0.0 goodbye");
        over = true;
      }
      default -> wire.say("500 5.5.1 what is that?");
    }
  }

  private String capabilities() {
    StringBuilder reply = new StringBuilder("250-" + setup.hostname());
    for (String extension : setup.extensions()) {
      reply.append("\n250-").append(extension);
    }
    if (setup.certificate() != null && !wire.tls()) {
      reply.append("\n250-STARTTLS");
    }
    int last = reply.lastIndexOf("250-");
    return reply.replace(last + 3, last + 4, " ").toString();
  }

  private void startTls(String line) throws IOException {
    TestCertificate certificate = setup.certificate();
    if (certificate == null || wire.tls()) {
      wire.say("502 5.5.1 no TLS here");
    } else if (positive(answer(Stage.STARTTLS, line, "220 2.0.0 go ahead"))) {
      reset();
      wire.startTls(certificate);
    }
  }

  private void mail(String line) throws IOException {
    if (envelope.hasSender()) {
      wire.say("503 5.5.1 one message at a time");
      return;
    }
    String reply = decide(Stage.MAIL, line, "250 2.1.0 sender ok");
    envelope.mail(line, positive(reply));
    say(reply);
  }

  private void rcpt(String line) throws IOException {
    if (!envelope.hasSender()) {
      wire.say("503 5.5.1 who is it from?");
      return;
    }
    String reply = decide(Stage.RCPT, line, "250 2.1.5 recipient ok");
    envelope.rcpt(line, positive(reply));
    say(reply);
  }

  private void data() throws IOException {
    if (!envelope.hasRecipients()) {
      wire.say("554 5.5.1 nobody to give it to");
      return;
    }
    String reply = answer(Stage.DATA, envelope.subject(), "354 end with a dot");
    if (reply != null && reply.startsWith("3")) {
      complete(wire.hearContent());
    }
  }

  private void bdat(String arguments) throws IOException {
    String[] words = arguments.split("\\s+");
    byte[] chunk = wire.hearChunk(Integer.parseInt(words[0]));
    if (!envelope.hasRecipients()) {
      wire.say("503 5.5.1 nobody to give it to");
      return;
    }
    chunks.write(chunk);
    if (words.length > 1 && words[1].equalsIgnoreCase("LAST")) {
      complete(chunks.toByteArray());
    } else {
      wire.say("250 2.0.0 go on");
    }
  }

  private void complete(byte[] content) throws IOException {
    String reply = decide(Stage.DOT, envelope.subject(), "250 2.0.0 taken over");
    // Before the reply: a client that has it may ask at once what arrived.
    received.accept(envelope.message(wire, content, reply));
    reset();
    say(reply);
  }

  private void reset() {
    envelope.clear();
    chunks.reset();
  }

  private @Nullable String answer(Stage stage, String subject, String usual) throws IOException {
    String reply = decide(stage, subject, usual);
    say(reply);
    return reply;
  }

  /** The reply that rules or custom want; null where the session shall end without one. */
  private @Nullable String decide(Stage stage, String subject, String usual) throws IOException {
    for (MailServerRule rule : rules) {
      switch (rule.use(stage, subject)) {
        case null -> {}
        case Action.Delay(var time) -> pause(time.toMillis());
        case Action.Stall() -> {
          stalling = true;
          return null;
        }
        case Action.Close() -> {
          return null;
        }
        case Action.Reply(String text, boolean thenClose) -> {
          over = over || thenClose || text.startsWith("421");
          return text;
        }
      }
    }
    return usual;
  }

  private void say(@Nullable String reply) throws IOException {
    if (reply != null) {
      wire.say(reply);
      return;
    }
    if (stalling) {
      wire.stall();
    } else {
      wire.note("S: (closes)");
    }
    over = true;
  }

  private static boolean positive(@Nullable String reply) {
    return reply != null && reply.startsWith("2");
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
