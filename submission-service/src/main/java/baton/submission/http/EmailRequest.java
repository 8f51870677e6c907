package baton.submission.http;

import baton.submission.admission.Wishes;
import baton.submission.compose.Draft;
import baton.submission.templates.Wording;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/emails}. Every component is null where the field is absent. */
@Schema(
    name = "NewEmail",
    requiredProperties = {"from"},
    description =
        "A message to compose and send: one copy for each of to, cc and bcc, at most 1,000 together."
            + " The finished message is at most 25 MiB, and times its recipients at most 256 MiB; the"
            + " operator may set other sizes.")
@JsonNaming(SnakeCaseStrategy.class)
record EmailRequest(
    @Schema(examples = "Example News <news@example.com>") @Nullable String from,
    @Schema(description = "An address, or several") @OneOrMany @Nullable List<String> to,
    @OneOrMany @Nullable List<String> cc,
    @Schema(description = "Not told to the others") @OneOrMany @Nullable List<String> bcc,
    @OneOrMany @Nullable List<String> replyTo,
    @Schema(
            description = "One line, in plain Unicode; longer ones are folded",
            examples = "Your order is on its way")
        @Nullable String subject,
    @Schema(description = "At least one of text, html and attachments") @Nullable String text,
    @Nullable String html,
    @Schema(
            type = SchemaType.OBJECT,
            description =
                "Further header fields, name to value: names of 1 to 76 letters, digits and hyphens;"
                    + " none that has a field here, and none that begins with Content-, Resent- or"
                    + " X-Baton-",
            examples = "{\"X-Entity-Ref-ID\": \"42\"}")
        @Nullable Map<String, String> headers,
    @Nullable List<Attachment> attachments,
    @Schema(
            description = "Name of a template, which says subject, text and html in their place",
            examples = "order-shipped")
        @Nullable String template,
    @Schema(
            type = SchemaType.OBJECT,
            description = "What the template is filled in with; nested at most 10 levels deep")
        @Nullable Map<String, @Nullable Object> variables,
    @Schema(
            description = "At most 10, each 1 to 64 of A-Z, a-z, 0-9, hyphen, underscore and dot",
            maxItems = 10,
            examples = "[\"orders\"]")
        @Nullable List<String> tags,
    @Schema(
            type = SchemaType.OBJECT,
            description =
                "At most 20 pairs, returned in events: names of 1 to 64 characters, values of at most"
                    + " 512",
            examples = "{\"order\": \"42\"}")
        @Nullable Map<String, String> metadata,
    @Schema(examples = "transactional", pattern = "[a-z0-9_-]{1,32}") @Nullable String stream,
    @Nullable Track track,
    @Schema(
            description =
                "Not to be sent earlier; at most 30 days from now, and at once where it is past by"
                    + " 5 minutes at most")
        @Nullable Instant sendAt,
    @Schema(
            description =
                "When to give up; 72 hours after send_at (or now) where absent, one minute to 7"
                    + " days after it",
            examples = "2026-11-24T20:00:00Z")
        @Nullable Instant expiresAt,
    @Schema(description = "Sent to nobody, and reported as delivered") @Nullable Boolean sandbox) {

  private static final Duration LATEST = Duration.ofDays(30);

  /** Clocks differ, and requests take time. */
  private static final Duration PAST = Duration.ofMinutes(5);

  /** A file that goes along. */
  @Schema(
      name = "Attachment",
      requiredProperties = {"filename", "content"})
  @JsonNaming(SnakeCaseStrategy.class)
  record Attachment(
      @Schema(examples = "invoice.pdf", description = "1 to 200 octets of UTF-8")
          @Nullable String filename,
      @Schema(description = "base64", format = "byte") @Nullable String content,
      @Schema(
              examples = "application/pdf",
              description = "application/octet-stream where absent; not message/ or multipart/")
          @Nullable String contentType,
      @Schema(
              description =
                  "By which the HTML names it, <img src=\"cid:logo\">: 1 to 200 ASCII characters"
                      + " without blanks, unlike any other's",
              examples = "logo")
          @Nullable String contentId,
      @Schema(
              description = "Within the HTML or beside it; inline where there is a content_id",
              enumeration = {"attachment", "inline"})
          @Nullable String disposition) {}

  /** What is tracked in the HTML part; everything where absent. */
  @Schema(name = "Track")
  record Track(@Nullable Boolean opens, @Nullable Boolean clicks) {}

  /**
   * What the template is filled in with.
   *
   * @throws ProblemException where there is no template for them, or too much beside it
   */
  Map<String, @Nullable Object> checkedVariables() {
    if (template == null && variables != null) {
      throw Problems.invalid("variables", "Variables are for a template, and none is named.");
    }
    if (template != null) {
      absent("subject", subject);
      absent("text", text);
      absent("html", html);
    }
    return variables == null ? Map.of() : variables;
  }

  private static void absent(String field, @Nullable String value) {
    if (value != null) {
      throw Problems.invalid(
          field, "The template says what the message says: leave " + field + " out.");
    }
  }

  /** The words that stand in the request itself. */
  Wording wording() {
    return new Wording(subject, text, html);
  }

  /**
   * The message.
   *
   * @param words what it says
   * @throws ProblemException that names the field which is missing
   */
  Draft draft(Wording words) {
    return new Draft(
        required("from", from),
        entries("to", to),
        entries("cc", cc),
        entries("bcc", bcc),
        entries("reply_to", replyTo),
        words.subject(),
        words.text(),
        words.html(),
        pairs("headers", headers),
        attachments == null ? List.of() : files(attachments));
  }

  /**
   * What is wanted beside sending.
   *
   * @throws baton.submission.admission.RefusedException that names the wish which makes no sense
   */
  Wishes wishes(Instant now) {
    Wishes usual = Wishes.DEFAULT;
    Instant begin = begin(now);
    return new Wishes(
        track == null || !Boolean.FALSE.equals(track.opens()),
        track == null || !Boolean.FALSE.equals(track.clicks()),
        Objects.requireNonNullElse(stream, usual.stream()),
        entries("tags", tags),
        pairs("metadata", metadata),
        expiresAt == null ? usual.expires() : until(expiresAt, begin),
        sendAt == null ? null : begin,
        Boolean.TRUE.equals(sandbox),
        false);
  }

  private Instant begin(Instant now) {
    if (sendAt == null) {
      return now;
    }
    if (sendAt.isAfter(now.plus(LATEST))) {
      throw Problems.invalid("send_at", "A message is sent in 30 days at the latest.");
    }
    if (sendAt.isBefore(now.minus(PAST))) {
      throw Problems.invalid("send_at", "The time send_at is past.");
    }
    return sendAt.isBefore(now) ? now : sendAt;
  }

  private static Duration until(Instant end, Instant now) {
    return Duration.ofSeconds(Math.max(0, now.until(end, ChronoUnit.SECONDS)));
  }

  private static List<Draft.Attachment> files(List<Attachment> attachments) {
    return IntStream.range(0, attachments.size())
        .mapToObj(i -> file("attachments[" + i + "]", attachments.get(i)))
        .toList();
  }

  private static Draft.Attachment file(String field, @Nullable Attachment attachment) {
    Attachment present = required(field, attachment);
    return new Draft.Attachment(
        required(field + ".filename", present.filename()),
        required(field + ".content", present.content()),
        present.contentType(),
        present.contentId(),
        present.disposition());
  }

  private static List<String> entries(String field, @Nullable List<String> values) {
    if (values == null) {
      return List.of();
    }
    for (int i = 0; i < values.size(); i++) {
      required(field + "[" + i + "]", values.get(i));
    }
    return values;
  }

  private static Map<String, String> pairs(String field, @Nullable Map<String, String> values) {
    if (values == null) {
      return Map.of();
    }
    values.forEach((name, value) -> required(field + "." + name, value));
    return values;
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Problems.invalid(field, "The field " + field + " is required and not null.");
    }
    return value;
  }
}
