package baton.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** One session of a server that keeps to a {@link Dialogue}. */
final class DialogueSession {
  private final Dialogue dialogue;
  private final MailServerSetup setup;
  private final MailConversation wire;
  private final Consumer<ReceivedMessage> received;
  private final MailEnvelope envelope = new MailEnvelope();

  DialogueSession(
      Dialogue dialogue,
      MailServerSetup setup,
      MailConversation wire,
      Consumer<ReceivedMessage> received) {
    this.dialogue = dialogue;
    this.setup = setup;
    this.wire = wire;
    this.received = received;
  }

  /**
   * @throws AssertionError if the client does not keep to its lines
   */
  void converse() throws IOException {
    List<Dialogue.Step> steps = dialogue.steps();
    for (int i = 0; i < steps.size(); i++) {
      String next =
          i + 1 < steps.size() && steps.get(i + 1) instanceof Dialogue.Step.Say(String line)
              ? line
              : "";
      switch (steps.get(i)) {
        case Dialogue.Step.Say(String line) -> wire.say(line);
        case Dialogue.Step.Hear hear -> hear(hear, !next.matches("[45].*"));
        case Dialogue.Step.Content() -> {
          byte[] content = wire.hearContent();
          received.accept(envelope.message(wire, content, next.isEmpty() ? null : next));
          envelope.clear();
        }
        case Dialogue.Step.StartTls() -> {
          TestCertificate certificate = setup.certificate();
          if (certificate == null) {
            throw new AssertionError("dialogue " + dialogue.name() + " needs a certificate");
          }
          wire.startTls(certificate);
        }
        case Dialogue.Step.Stall() -> wire.stall();
        case Dialogue.Step.Close() -> {
          return;
        }
      }
    }
  }

  private void hear(Dialogue.Step.Hear expected, boolean taken) throws IOException {
    String line;
    try {
      line = wire.hear();
    } catch (IOException e) {
      throw new AssertionError(
          "dialogue %s expects '%s' but %s"
              .formatted(dialogue.name(), expected.line(), e.getMessage()),
          e);
    }
    if (!expected.expected().matcher(line).matches()) {
      throw new AssertionError(
          "dialogue %s expects '%s' and not '%s'"
              .formatted(dialogue.name(), expected.line(), line));
    }
    String command = line.toUpperCase(Locale.ROOT);
    if (command.startsWith("MAIL")) {
      envelope.mail(line, taken);
    } else if (command.startsWith("RCPT")) {
      envelope.rcpt(line, taken);
    }
  }
}
