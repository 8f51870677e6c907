package baton.submission.compose;

import baton.contracts.MessageId;
import baton.submission.admission.Mailbox;
import baton.submission.admission.Recipient;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.EncodedPart;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages with Vert.x Mail Client's encoder. Header fields are written here: the encoder
 * puts names into comments and trusts every line break.
 */
public final class Composer {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  private final InstantSource clock;

  public Composer(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Composes a message.
   *
   * @throws RefusedException that names the field which makes no sense, as in {@code to[2]}
   */
  public Composition compose(Draft draft) {
    Mailbox from = mailbox("from", draft.from(), Refusal.INVALID_SENDER);
    List<Mailbox> to = mailboxes("to", draft.to());
    List<Mailbox> cc = mailboxes("cc", draft.cc());
    List<Mailbox> bcc = mailboxes("bcc", draft.bcc());
    Fields header =
        new Fields()
            .addMailboxes("From", List.of(from))
            .addMailboxes("To", to)
            .addMailboxes("Cc", cc)
            .addMailboxes("Reply-To", mailboxes("reply_to", draft.replyTo()));
    if (to.isEmpty() && cc.isEmpty()) {
      header.add("To", "undisclosed-recipients:;");
    }
    String subject = draft.subject();
    if (subject != null) {
      header.addText("Subject", Fields.line("subject", subject));
    }
    header.add("Date", DATE.format(clock.instant()));
    if (draft.headers().keySet().stream().noneMatch("Message-ID"::equalsIgnoreCase)) {
      UUID id = MessageId.next();
      header.add("Message-ID", "<" + id + "@" + from.address().domain() + ">");
    }
    header.addCustom(draft.headers()).add("MIME-Version", "1.0");
    StringBuilder message = new StringBuilder(4096).append(header);
    PartWriter.write(encode(draft), message);
    if (message.charAt(message.length() - 1) != '\n') {
      message.append("\r\n");
    }
    return new Composition(
        from.address(),
        Stream.of(to, cc, bcc)
            .flatMap(List::stream)
            .map(mailbox -> Recipient.of(mailbox.address()))
            .toList(),
        message.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static EncodedPart encode(Draft draft) {
    String text = draft.text();
    String html = draft.html();
    if (text == null && html == null && draft.attachments().isEmpty()) {
      throw Fields.refused("text", "the message has neither text nor html");
    }
    MailMessage message = new MailMessage();
    if (text != null) {
      message.setText(body("text", text));
    }
    if (html != null) {
      message.setHtml(body("html", html));
    }
    List<MailAttachment> beside = new ArrayList<>();
    List<MailAttachment> within = new ArrayList<>();
    Set<String> contentIds = new HashSet<>();
    for (int i = 0; i < draft.attachments().size(); i++) {
      String field = "attachments[" + i + "]";
      Draft.Attachment attachment = draft.attachments().get(i);
      boolean inline = html != null && Attachments.isInline(field, attachment);
      MailAttachment part = Attachments.read(field, attachment);
      if (part.getContentId() != null && !contentIds.add(part.getContentId())) {
        throw Fields.refused(
            field + ".content_id", field + ".content_id is another attachment's already");
      }
      (inline ? within : beside).add(part);
    }
    if (!beside.isEmpty()) {
      message.setAttachment(beside);
    }
    if (!within.isEmpty()) {
      message.setInlineAttachment(within);
    }
    // The last word becomes part of the boundaries: random, so that no text can hold one, and short
    // enough for what the encoder adds: a boundary has at most 70 characters (RFC 2046, 5.1.1).
    String word = "b" + UUID.randomUUID().toString().replace("-", "");
    return new MailEncoder(message, "localhost", word).encodeMail();
  }

  /** A text with LF at its lines' ends, as the encoder wants it. */
  private static String body(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw Fields.refused(field, field + " holds NUL");
    }
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static List<Mailbox> mailboxes(String field, List<String> texts) {
    List<Mailbox> mailboxes = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      mailboxes.add(mailbox(field + "[" + i + "]", texts.get(i), Refusal.INVALID_RECIPIENT));
    }
    return mailboxes;
  }

  private static Mailbox mailbox(String field, @Nullable String text, Refusal refusal) {
    try {
      return Mailbox.parse(Fields.line(field, text == null ? "" : text));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(refusal, field, field + " is no address: " + e.getMessage());
    }
  }
}
