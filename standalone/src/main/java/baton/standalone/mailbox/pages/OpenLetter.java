package baton.standalone.mailbox.pages;

import baton.standalone.mailbox.reading.FramedHtml;
import baton.standalone.mailbox.reading.HeaderLine;
import baton.standalone.mailbox.reading.Part;
import baton.standalone.mailbox.reading.ReadMail;
import baton.standalone.mailbox.store.Letter;
import baton.standalone.mailbox.store.Mailbox;
import io.quarkus.qute.TemplateData;
import java.util.List;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/**
 * A letter as its page shows it.
 *
 * @param from the From header, decoded
 * @param returnPath the envelope's sender, in angle brackets
 * @param view which of the views is shown: {@code html}, {@code text} or {@code headers}
 * @param text shortened where it is very long
 * @param remoteImages whether the HTML wants images from elsewhere
 * @param showRemoteImages whether a person has asked for them
 * @param newer id of the letter that came next; null where this is the newest
 * @param older id of the letter that came before; null where this is the oldest kept
 */
@TemplateData
public record OpenLetter(
    long id,
    String subject,
    String from,
    String to,
    String returnPath,
    String size,
    Moment received,
    String view,
    boolean hasHtml,
    boolean hasText,
    boolean complete,
    String text,
    boolean textShortened,
    List<HeaderLine> headers,
    List<Attachment> attachments,
    List<FramedHtml.Link> links,
    boolean remoteImages,
    boolean showRemoteImages,
    @Nullable Long newer,
    @Nullable Long older) {
  private static final int LONGEST_TEXT = 500_000;

  /** An attachment to download. */
  @TemplateData
  public record Attachment(int number, String name, String type, String size) {
    static Attachment of(Part part) {
      return new Attachment(
          part.number(), part.fileName(), part.contentType(), Size.of(part.content().length));
    }
  }

  static OpenLetter of(
      Letter letter, ReadMail mail, String wanted, boolean showRemoteImages, Mailbox mailbox) {
    String text = mail.text().orElse("");
    FramedHtml framed = FramedHtml.of(mail);
    return new OpenLetter(
        letter.id(),
        letter.subject().isEmpty() ? "(no subject)" : letter.subject(),
        mail.header("From")
            .map(it -> DecoderUtil.decodeEncodedWords(it, DecodeMonitor.SILENT))
            .orElse("(no sender)"),
        letter.to(),
        "<" + letter.returnPath() + ">",
        Size.of(letter.size()),
        Moment.of(letter.receivedAt()),
        view(mail, wanted),
        mail.html().isPresent(),
        mail.text().isPresent(),
        mail.complete(),
        text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text,
        text.length() > LONGEST_TEXT,
        mail.headers(),
        mail.attachments().stream().map(Attachment::of).toList(),
        framed.links(),
        framed.remoteImages(),
        showRemoteImages,
        mailbox.newerThan(letter.id()).map(Letter::id).orElse(null),
        mailbox.newestFirstBefore(letter.id()).findFirst().map(Letter::id).orElse(null));
  }

  private static String view(ReadMail mail, String wanted) {
    return switch (wanted) {
      case "headers" -> "headers";
      case "text" -> mail.text().isPresent() ? "text" : "headers";
      default -> mail.html().isPresent() ? "html" : mail.text().isPresent() ? "text" : "headers";
    };
  }
}
