package baton.submission.http;

import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.JointAcceptance;
import baton.submission.admission.Principal;
import baton.submission.admission.Protocol;
import baton.submission.admission.Receipt;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Submission;
import baton.submission.compose.Composer;
import baton.submission.compose.Composition;
import baton.submission.templates.MissingVariable;
import baton.submission.templates.Rendering;
import baton.submission.templates.Templates;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Mail to many, each message made for its recipient. */
@Path("/v1/emails/batch")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Emails")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class BatchResource {

  /** Of all messages of a batch together, in octets: they are in memory at once. */
  private static final long MOST_OCTETS = 64L << 20;

  private final JointAcceptance acceptance;
  private final Composer composer;
  private final Templates templates;
  private final RepeatableRequests repeatable;
  private final Caller caller;
  private final Clock clock = Clock.systemUTC();

  BatchResource(
      JointAcceptance acceptance,
      Composer composer,
      Templates templates,
      RepeatableRequests repeatable,
      Caller caller) {
    this.acceptance = acceptance;
    this.composer = composer;
    this.templates = templates;
    this.repeatable = repeatable;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** Composes a message for each recipient and takes all of them over, or none. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      summary = "Send a message to each of many",
      description =
          "Up to 1,000 recipients, each with variables and a message of their own, which names nobody"
              + " else. All are accepted, in one transaction, or none; a problem names the recipient"
              + " to blame, as in `recipients[3].variables.name`. All messages together are at most"
              + " 64 MiB. An `Idempotency-Key` is the whole batch's.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = BatchRequest.class),
              examples = @ExampleObject(name = "A batch", value = ApiExamples.NEW_BATCH)))
  @APIResponse(
      responseCode = "202",
      description = "Accepted; one message for each recipient, in their order",
      content = @Content(schema = @Schema(implementation = AcceptedEmails.class)))
  @APIResponse(responseCode = "401", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "403", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "413", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "429", ref = ApiDescription.RATE_LIMITED)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
  public Uni<Response> send(@Context HttpHeaders headers, byte[] body) {
    Principal principal = caller.toSend();
    IdempotencyKey key = RepeatableRequests.key(headers, body, "POST /v1/emails/batch");
    return repeatable
        .once(principal, key, () -> takeOver(principal, key, body))
        .map(receipts -> Response.accepted(AcceptedEmails.of(receipts)).build());
  }

  private Uni<List<Receipt>> takeOver(
      Principal principal, @Nullable IdempotencyKey key, byte[] body) {
    BatchRequest batch = JsonBody.read(body, BatchRequest.class);
    batch.checkedRecipients();
    return rendering(batch, principal)
        .map(rendering -> submissions(batch, principal, rendering))
        .chain(submissions -> acceptance.acceptTogether(submissions, key))
        .onFailure(RefusedException.class)
        .transform(e -> placed((RefusedException) e));
  }

  private Uni<Rendering> rendering(BatchRequest batch, Principal principal) {
    String template = batch.template();
    if (template == null) {
      return Uni.createFrom().item(Rendering.of(batch.wording(), MissingVariable.REFUSE));
    }
    batch.wording();
    return templates
        .find(principal.account(), template)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        Problems.invalid(
                            "template", "The account has no template " + template + ".")))
        .map(found -> Rendering.of(found.wording(), found.missing()));
  }

  private List<Submission> submissions(
      BatchRequest batch, Principal principal, Rendering rendering) {
    List<BatchRequest.@Nullable Recipient> recipients = batch.checkedRecipients();
    List<Submission> submissions = new ArrayList<>(recipients.size());
    Instant now = clock.instant();
    long octets = 0;
    for (int i = 0; i < recipients.size(); i++) {
      BatchRequest.Recipient recipient = recipients.get(i);
      if (recipient == null || recipient.to() == null) {
        String field = "recipients[" + i + "].to";
        throw Problems.invalid(field, "The field " + field + " is required and not null.");
      }
      try {
        Submission submission = submission(batch, recipient, principal, rendering, now);
        octets += submission.content().length;
        submissions.add(submission);
      } catch (RefusedException e) {
        boolean common = "metadata".equals(e.field()) && recipient.metadata() == null;
        throw common ? e : e.at(i);
      }
      if (octets > MOST_OCTETS) {
        throw new RefusedException(
            Refusal.SUBMISSION_TOO_LARGE,
            "recipients",
            "the messages of a batch are at most " + MOST_OCTETS + " octets together");
      }
    }
    return submissions;
  }

  private Submission submission(
      BatchRequest batch,
      BatchRequest.Recipient recipient,
      Principal principal,
      Rendering rendering,
      Instant now) {
    EmailRequest request = batch.request(recipient);
    Composition message =
        composer.compose(request.draft(rendering.fill(batch.variables(recipient.variables()))));
    return new Submission(
        principal,
        Protocol.HTTP,
        message.sender(),
        message.recipients(),
        message.content(),
        request.wishes(now));
  }

  /** What is the recipient's alone is named by the recipient; the rest is the batch's. */
  private static RefusedException placed(RefusedException refused) {
    Integer position = refused.position();
    String field = refused.field();
    if (position == null) {
      return "to".equals(field) ? refused.about("recipients") : refused;
    }
    String recipient = "recipients[" + position + "]";
    if (field == null) {
      return refused.about(recipient);
    }
    if (field.equals("to") || field.equals("to[0]")) {
      return refused.about(recipient + ".to");
    }
    boolean own = field.startsWith("variables") || field.startsWith("metadata");
    return own ? refused.about(recipient + "." + field) : refused;
  }
}
