package baton.submission.prepare;

import baton.contracts.MessageId;
import baton.contracts.TopicRecord;
import baton.contracts.event.About;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.outbound.Lane;
import baton.contracts.outbound.OutboundMessage;
import baton.contracts.outbound.SandboxAddress;
import baton.contracts.token.ReturnPath;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ReversePath;
import baton.submission.admission.Admitted;
import baton.submission.admission.Protocol;
import baton.submission.admission.Receipt;
import baton.submission.admission.Recipient;
import baton.submission.admission.Submission;
import baton.submission.admission.Wishes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jspecify.annotations.Nullable;

/** Makes every recipient's finished message, and the events that tell of it. */
public final class Preparation {

  /** RFC 5322 section 3.3. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  /** Of a subject in an event, in characters. */
  private static final int MAX_SUBJECT = 255;

  private static final byte[] CRLF = {'\r', '\n'};

  private final Tracking tracking;
  private final ReturnPath returnPath;
  private final String returnPathDomain;
  private final Canonicalization canonicalization;
  private final DkimSigner signer;
  private final boolean signs;
  private final InstantSource clock;

  /** A preparation whose signatures are relaxed. */
  public Preparation(
      TokenKeys keys, String trackingUrl, String returnPathDomain, InstantSource clock) {
    this(keys, trackingUrl, returnPathDomain, Canonicalization.RELAXED, true, clock);
  }

  /**
   * A preparation.
   *
   * @param keys seal the tokens
   * @param trackingUrl where recipients reach the tracking service, without a slash at its end
   * @param returnPathDomain where bounces come back to
   * @param canonicalization what the signatures are made over
   * @param signs false only to measure what signing costs
   */
  public Preparation(
      TokenKeys keys,
      String trackingUrl,
      String returnPathDomain,
      Canonicalization canonicalization,
      boolean signs,
      InstantSource clock) {
    this.tracking = new Tracking(trackingUrl, new TokenSealer(keys));
    this.returnPath = new ReturnPath(keys);
    this.returnPathDomain = returnPathDomain;
    this.canonicalization = canonicalization;
    this.signer = new DkimSigner(canonicalization);
    this.signs = signs;
    this.clock = clock;
  }

  /** Receipts with new message ids, one for each recipient. */
  public static List<Receipt> receipts(List<String> recipients) {
    return recipients.stream().map(recipient -> new Receipt(recipient, MessageId.next())).toList();
  }

  /** As {@link #prepare(Admitted, List)}, with new message ids. */
  public Prepared prepare(Admitted admitted) {
    return prepare(admitted, receipts(admitted.addresses()));
  }

  /**
   * Takes about a quarter of a millisecond of CPU for each recipient, most of it the signature.
   *
   * @param receipts with the message ids to use, in the recipients' order
   */
  public Prepared prepare(Admitted admitted, List<Receipt> receipts) {
    // The tokens of the events say it in milliseconds too.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String date = DATE.format(now);
    int count = admitted.recipients().size();
    List<TopicRecord> records = new ArrayList<>(count * 2);
    String subject = subject(admitted);
    @Nullable MessageTemplate template = null;
    for (int i = 0; i < count; i++) {
      Recipient recipient = admitted.recipients().get(i);
      UUID id = receipts.get(i).id();
      String address = receipts.get(i).recipient();
      About about = about(admitted, id, address);
      String reason = admitted.suppressed().get(address);
      if (reason != null) {
        records.add(EventRecord.of(accepted(admitted, about, now, 0, subject)));
        records.add(EventRecord.of(new Event.Suppressed(about, now, reason)));
        continue;
      }
      if (template == null) {
        template = new MessageTemplate(admitted, id, date, canonicalization);
      }
      byte[] content = finish(admitted, template, id, address, now, date);
      records.add(outbound(admitted, recipient, id, now, content).toRecord());
      records.add(EventRecord.of(accepted(admitted, about, now, content.length, subject)));
    }
    return new Prepared(receipts, records);
  }

  private byte[] finish(
      Admitted admitted,
      MessageTemplate template,
      UUID id,
      String recipient,
      Instant now,
      String date) {
    Submission submission = admitted.submission();
    MessageTemplate.Copy copy =
        template.copy(tracking.forMessage(id, submission.principal().account(), recipient));
    Line received =
        Line.of(
            "Received",
            "by "
                + returnPathDomain
                + " (Baton)"
                + with(submission.protocol())
                + "\r\n\tid "
                + id
                + "; "
                + date);
    List<Line> trace = new ArrayList<>(3);
    trace.add(received);
    if (signs) {
      trace.addAll(signer.sign(admitted.domain(), copy.header(), copy.bodyHash(), now));
    }
    return assemble(trace, copy);
  }

  /**
   * Nobody handed over what the platform wrote (RFC 5321 section 4.4: the clause may be missing).
   */
  private static String with(Protocol protocol) {
    return protocol == Protocol.NOTICE ? "" : " with " + protocol;
  }

  private static byte[] assemble(List<Line> trace, MessageTemplate.Copy copy) {
    int length = length(trace) + length(copy.header()) + CRLF.length;
    byte[] content = new byte[length + copy.to() - copy.from()];
    int position = put(trace, content, 0);
    position = put(copy.header(), content, position);
    System.arraycopy(CRLF, 0, content, position, CRLF.length);
    System.arraycopy(copy.octets(), copy.from(), content, length, copy.to() - copy.from());
    return content;
  }

  private static int length(List<Line> lines) {
    int length = 0;
    for (Line line : lines) {
      length += line.octets().length;
    }
    return length;
  }

  private static int put(List<Line> lines, byte[] into, int at) {
    int position = at;
    for (Line line : lines) {
      System.arraycopy(line.octets(), 0, into, position, line.octets().length);
      position += line.octets().length;
    }
    return position;
  }

  private OutboundMessage outbound(
      Admitted admitted, Recipient recipient, UUID id, Instant now, byte[] content) {
    Submission submission = admitted.submission();
    Wishes wishes = admitted.wishes();
    String account = submission.principal().account();
    EmailAddress address = recipient.address();
    return new OutboundMessage(
        id,
        account,
        now,
        mailFrom(submission.sender(), id, account),
        submission.sender().toString(),
        address.toString(),
        wishes.sandbox() ? SandboxAddress.POOL : "default",
        wishes.stream(),
        notBefore(wishes, now),
        wishes.expires(),
        wishes.requireTls() ? "required" : "opportunistic",
        recipient.dsn(),
        1,
        Lane.key(address.domain(), 1, id),
        wishes.tags(),
        wishes.metadata(),
        null,
        content);
  }

  private static Instant notBefore(Wishes wishes, Instant now) {
    Instant wanted = wishes.notBefore();
    return wanted == null || wanted.isBefore(now) ? now : wanted;
  }

  /** A notification keeps the null path: it must never be answered (RFC 5321 section 4.5.5). */
  private String mailFrom(ReversePath sender, UUID id, String account) {
    return switch (sender) {
      case ReversePath.Null _ -> "";
      case EmailAddress _ -> returnPath.localPart(id, account) + "@" + returnPathDomain;
    };
  }

  private static About about(Admitted admitted, UUID id, String recipient) {
    Wishes wishes = admitted.wishes();
    String account = admitted.submission().principal().account();
    return new About(id, account, recipient, wishes.tags(), wishes.metadata());
  }

  private static Event accepted(
      Admitted admitted, About about, Instant now, int size, @Nullable String subject) {
    Submission submission = admitted.submission();
    return new Event.Accepted(
        about,
        now,
        submission.sender().toString(),
        submission.protocol().family(),
        size,
        admitted.wishes().stream(),
        subject);
  }

  private static @Nullable String subject(Admitted admitted) {
    return admitted.header().value("Subject").map(Preparation::readable).orElse(null);
  }

  private static String readable(String subject) {
    String text =
        subject.contains("=?")
            ? DecoderUtil.decodeEncodedWords(subject, DecodeMonitor.SILENT)
            : subject;
    return text.length() <= MAX_SUBJECT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MAX_SUBJECT) - 1))
            + "…";
  }
}
