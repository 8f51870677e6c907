package baton.smtp.client;

import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message on one connection.
 *
 * @param outcome the one thing that decides what happens next
 * @param stages every reply the peer gave on the way
 * @param transcript commands and replies without the content, {@code "> "} before commands and
 *     {@code "< "} before replies; a bounded number of lines of bounded length
 */
public record Transmission(Outcome outcome, Stages stages, List<String> transcript) {

  /** Whether the peer has the message, and if not, who said so. */
  public sealed interface Outcome {

    /**
     * The peer took it, for every recipient whose reply in {@link Stages#recipients} is positive.
     */
    record Accepted(Reply reply) implements Outcome {}

    /**
     * The peer refused it, for every recipient; it does not have the message. {@code phase} is
     * MAIL, RCPT, DATA, or CONTENT for the answer to the final dot. The reply may be 421, after
     * which the connection is closed.
     */
    record Refused(Phase phase, Reply reply) implements Outcome {}

    /**
     * The conversation ended before the final dot left; the peer cannot have the message. Not even
     * begun where {@link Stages#mail} is null.
     */
    record NotSent(Problem problem) implements Outcome {}

    /**
     * The conversation ended after the final dot left and before the reply to it; the peer may have
     * the message or not.
     */
    record Unknown(Problem problem) implements Outcome {}

    /** The message needs an extension that the peer does not offer; nothing was sent. */
    record Unsupported(String extension) implements Outcome {}
  }

  /**
   * The replies of one message's stages; null, or missing in the list, where none came.
   *
   * @param recipients in the envelope's order
   * @param content the reply to the final dot
   */
  public record Stages(
      @Nullable Reply mail, List<Reply> recipients, @Nullable Reply data, @Nullable Reply content) {

    static final Stages NONE = new Stages(null, List.of(), null, null);

    public Stages {
      recipients = List.copyOf(recipients);
    }

    Stages withMail(Reply reply) {
      return new Stages(reply, recipients, data, content);
    }

    Stages withRecipient(Reply reply) {
      List<Reply> more = new ArrayList<>(recipients);
      more.add(reply);
      return new Stages(mail, more, data, content);
    }

    Stages withData(Reply reply) {
      return new Stages(mail, recipients, reply, content);
    }

    Stages withContent(Reply reply) {
      return new Stages(mail, recipients, data, reply);
    }

    boolean mailAccepted() {
      return mail != null && mail.positive();
    }

    boolean anyRecipientAccepted() {
      return recipients.stream().anyMatch(Reply::positive);
    }
  }
}
