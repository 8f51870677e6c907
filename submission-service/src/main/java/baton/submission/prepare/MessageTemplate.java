package baton.submission.prepare;

import baton.submission.admission.Admitted;
import baton.submission.admission.HeaderField;
import baton.submission.admission.HeaderSection;
import baton.submission.admission.Protocol;
import baton.submission.admission.Wishes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is common to all copies of a submission: the fields that stay, those that every copy gets,
 * and the places in the HTML where copies differ.
 */
final class MessageTemplate {

  /** Taken out: for Baton alone, secret, or another's to write (RFC 5321 section 4.4). */
  private static final Set<String> REMOVED =
      Set.of("bcc", "resent-bcc", "idempotency-key", "return-path");

  /** Baton's to write, unless the author has signed it. */
  private static final String FEEDBACK_ID = "feedback-id";

  private static final String PRIVATE = "x-baton-";

  private final Admitted admitted;
  private final Canonicalization canonicalization;
  private final List<Line> kept = new ArrayList<>(32);
  private final List<HtmlRewrite> rewrites;
  private final Map<String, Integer> linkNumbers = new HashMap<>();
  private final @Nullable String bodyHash;
  private final boolean addsUnsubscribe;

  /**
   * Reads a submission once for all its copies.
   *
   * @param firstId where the message has no Message-ID, it is made of this
   */
  MessageTemplate(Admitted admitted, UUID firstId, String date, Canonicalization canonicalization) {
    this.admitted = admitted;
    this.canonicalization = canonicalization;
    HeaderSection header = admitted.header();
    Wishes wishes = admitted.wishes();
    Set<String> signed = AuthorSignatures.signedFields(header);
    // What the platform tells somebody of his own mail is no list that he could leave.
    addsUnsubscribe =
        admitted.submission().protocol() != Protocol.NOTICE
            && !header.has("List-Unsubscribe")
            && !signed.contains("list-unsubscribe")
            && !signed.contains("list-unsubscribe-post");
    for (HeaderField field : header.fields()) {
      if (!removed(field, signed) && !(addsUnsubscribe && field.is("List-Unsubscribe-Post"))) {
        kept.add(Line.of(header, field));
      }
    }
    if (!header.has("Message-ID")) {
      kept.add(Line.of("Message-ID", "<" + firstId + "@" + admitted.domain().name() + ">"));
    }
    if (!header.has("Date")) {
      kept.add(Line.of("Date", date));
    }
    if (!signed.contains(FEEDBACK_ID)) {
      kept.add(Line.of("Feedback-ID", feedbackId(admitted)));
    }
    rewrites =
        wishes.trackClicks() || wishes.trackOpens()
            ? HtmlRewrite.of(
                HtmlParts.of(header), wishes.trackClicks(), wishes.trackOpens(), linkNumbers)
            : List.of();
    byte[] content = header.content();
    bodyHash =
        rewrites.isEmpty()
            ? canonicalization.bodyHash(content, header.bodyStart(), content.length)
            : null;
  }

  /** A copy's header and body, before trace and signature. */
  Copy copy(Tracking.ForMessage tracking) {
    List<Line> header = new ArrayList<>(kept.size() + 4);
    header.add(Line.of("X-Baton-Ref", tracking.reference()));
    if (addsUnsubscribe) {
      header.add(Line.of("List-Unsubscribe", "<" + tracking.unsubscribe() + ">"));
      header.add(Line.of("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    header.addAll(kept);
    HeaderSection original = admitted.header();
    byte[] content = original.content();
    String hash = bodyHash;
    if (hash != null) {
      return new Copy(header, content, original.bodyStart(), content.length, hash);
    }
    List<Edit> edits = new ArrayList<>();
    for (HtmlRewrite rewrite : rewrites) {
      edits.addAll(rewrite.edits(tracking, linkNumbers));
    }
    // Only a message that is HTML through and through has an edit in its own header, and that is
    // its transfer encoding.
    if (edits.getFirst().start() < original.bodyStart()) {
      edits.removeFirst();
      header.removeIf(line -> line.is(TransferEncoding.FIELD));
      header.add(Line.of(TransferEncoding.FIELD, "quoted-printable"));
    }
    byte[] body = Edit.apply(content, original.bodyStart(), content.length, edits);
    return new Copy(header, body, 0, body.length, canonicalization.bodyHash(body, 0, body.length));
  }

  /** A copy: its body is the octets {@code from} to {@code to}. */
  record Copy(List<Line> header, byte[] octets, int from, int to, String bodyHash) {}

  private static boolean removed(HeaderField field, Set<String> signed) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return REMOVED.contains(name)
        || name.startsWith(PRIVATE)
        || name.equals(FEEDBACK_ID) && !signed.contains(name);
  }

  /** As mailbox providers aggregate: from the particular to the platform. */
  private static String feedbackId(Admitted admitted) {
    Wishes wishes = admitted.wishes();
    String tag = wishes.tags().isEmpty() ? "-" : wishes.tags().getFirst();
    String account = admitted.submission().principal().account();
    return tag + ":" + wishes.stream() + ":" + account + ":baton";
  }
}
