package baton.submission.http;

import baton.submission.templates.Wording;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/emails/batch}. Every component is null where the field is absent. */
@Schema(
    name = "NewBatch",
    requiredProperties = {"from", "recipients"},
    description =
        "One message for each recipient, filled in with his variables. Subject, text and html are"
            + " Mustache templates here, by the rules of NewTemplate; a missing variable is refused."
            + " Or template names a template of the account's.")
@JsonNaming(SnakeCaseStrategy.class)
record BatchRequest(
    @Schema(examples = "Example News <news@example.com>") @Nullable String from,
    @OneOrMany @Nullable List<String> replyTo,
    @Schema(examples = "Good news, {{name}}") @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    @Schema(description = "Name of a template, instead of subject, text and html")
        @Nullable String template,
    @Schema(
            type = SchemaType.OBJECT,
            description = "For all recipients; a recipient's own go first")
        @Nullable Map<String, @Nullable Object> variables,
    @Schema(
            description = "At most 1,000; each gets a message of its own",
            maxItems = BatchRequest.MOST)
        @Nullable List<@Nullable Recipient> recipients,
    @Schema(description = "Further header fields, name to value")
        @Nullable Map<String, String> headers,
    @Schema(description = "In every message; all messages together are at most 64 MiB")
        @Nullable List<EmailRequest.Attachment> attachments,
    @Schema(description = "At most 10") @Nullable List<String> tags,
    @Schema(description = "At most 20 pairs, a recipient's own counted in")
        @Nullable Map<String, String> metadata,
    @Schema(examples = "bulk") @Nullable String stream,
    EmailRequest.@Nullable Track track,
    @Schema(description = "Not to be sent earlier; at most 30 days from now")
        @Nullable Instant sendAt,
    @Schema(description = "When to give up; 72 hours after send_at (or now) where absent")
        @Nullable Instant expiresAt,
    @Schema(description = "Sent to nobody, and reported as delivered") @Nullable Boolean sandbox) {

  /** Recipients of one batch. */
  static final int MOST = 1_000;

  /** One recipient. */
  @Schema(name = "BatchRecipient", requiredProperties = "to")
  record Recipient(
      @Schema(examples = "Ada Lovelace <ada@example.org>") @Nullable String to,
      @Schema(type = SchemaType.OBJECT, description = "Nested at most 10 levels deep")
          @Nullable Map<String, @Nullable Object> variables,
      @Schema(description = "For this recipient; goes before the batch's")
          @Nullable Map<String, String> metadata) {}

  /**
   * The recipients.
   *
   * @throws ProblemException where there are none, or too many
   */
  List<@Nullable Recipient> checkedRecipients() {
    if (recipients == null || recipients.isEmpty() || recipients.size() > MOST) {
      throw Problems.invalid("recipients", "A batch has 1 to " + MOST + " recipients.");
    }
    return recipients;
  }

  /**
   * The words that stand in the request itself.
   *
   * @throws ProblemException where a template is named beside them
   */
  Wording wording() {
    if (template != null) {
      request(null, null, variables).checkedVariables();
    }
    return new Wording(subject, text, html);
  }

  /**
   * What one recipient's message is filled in with.
   *
   * @param own the recipient's, which go first
   */
  Map<String, @Nullable Object> variables(@Nullable Map<String, @Nullable Object> own) {
    return merged(variables, own);
  }

  /** One recipient's message as a request of its own. */
  EmailRequest request(Recipient recipient) {
    return request(recipient.to(), merged(metadata, recipient.metadata()), null);
  }

  private EmailRequest request(
      @Nullable String to,
      @Nullable Map<String, String> pairs,
      @Nullable Map<String, @Nullable Object> values) {
    return new EmailRequest(
        from,
        to == null ? null : List.of(to),
        null,
        null,
        replyTo,
        subject,
        text,
        html,
        headers,
        attachments,
        template,
        values,
        tags,
        pairs,
        stream,
        track,
        sendAt,
        expiresAt,
        sandbox);
  }

  private static <T extends @Nullable Object> Map<String, T> merged(
      @Nullable Map<String, T> common, @Nullable Map<String, T> own) {
    if (common == null || own == null) {
      return common != null ? common : own != null ? own : Map.of();
    }
    Map<String, T> merged = new HashMap<>(common);
    merged.putAll(own);
    return merged;
  }
}
