package baton.submission.http;

import baton.contracts.MessageId;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import baton.smtp.grammar.ReversePath;
import baton.submission.admission.Acceptance;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Principal;
import baton.submission.admission.Protocol;
import baton.submission.admission.Receipt;
import baton.submission.admission.Recipient;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Submission;
import baton.submission.admission.Wishes;
import baton.submission.compose.Composer;
import baton.submission.compose.Composition;
import baton.submission.history.History;
import baton.submission.history.MessageHistory;
import baton.submission.outbox.Cancellation;
import baton.submission.templates.Rendering;
import baton.submission.templates.Templates;
import baton.submission.templates.Wording;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Mail: hand it over, and ask what became of it. */
@Path("/v1/emails")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Emails")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class EmailsResource {

  private final Acceptance acceptance;
  private final RepeatableRequests repeatable;
  private final Cancellation cancellation;
  private final History history;
  private final Caller caller;
  private final Composer composer;
  private final Templates templates;
  private final Clock clock = Clock.systemUTC();

  EmailsResource(
      Acceptance acceptance,
      RepeatableRequests repeatable,
      Composer composer,
      Templates templates,
      Cancellation cancellation,
      History history,
      Caller caller) {
    this.acceptance = acceptance;
    this.repeatable = repeatable;
    this.templates = templates;
    this.composer = composer;
    this.cancellation = cancellation;
    this.history = history;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** Composes a message and takes it over. On a worker thread: attachments take time to encode. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      summary = "Send a message",
      description =
          "Answered when the message is durable: from then on Baton is responsible for it. A field"
              + " that is not known is an error.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = EmailRequest.class),
              examples = {
                @ExampleObject(name = "A message", value = ApiExamples.NEW_EMAIL),
                @ExampleObject(name = "With an image within", value = ApiExamples.WITH_IMAGE),
                @ExampleObject(name = "By a template", value = ApiExamples.BY_TEMPLATE)
              }))
  @APIResponse(
      responseCode = "202",
      description = "Accepted; one message for each recipient",
      content =
          @Content(
              schema = @Schema(implementation = AcceptedEmails.class),
              examples = @ExampleObject(name = "Accepted", value = ApiExamples.ACCEPTED)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
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
    IdempotencyKey key = RepeatableRequests.key(headers, body, "POST /v1/emails");
    return once(
        principal, key, () -> submission(principal, key, JsonBody.read(body, EmailRequest.class)));
  }

  private Uni<Submission> submission(
      Principal principal, @Nullable IdempotencyKey key, EmailRequest request) {
    Map<String, Object> variables = request.checkedVariables();
    String template = request.template();
    if (template == null) {
      return Uni.createFrom().item(submission(principal, key, request, request.wording()));
    }
    return templates
        .find(principal.account(), template)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(found -> found.orElseThrow(() -> noTemplate(template)))
        .map(found -> Rendering.of(found.wording(), found.missing()).fill(variables))
        .map(words -> submission(principal, key, request, words));
  }

  private Submission submission(
      Principal principal, @Nullable IdempotencyKey key, EmailRequest request, Wording words) {
    Composition message = composer.compose(request.draft(words));
    return new Submission(
        principal,
        Protocol.HTTP,
        message.sender(),
        message.recipients(),
        message.content(),
        request.wishes(clock.instant()),
        key);
  }

  /** Takes a finished message over. */
  @POST
  @Path("/raw")
  @Consumes("message/rfc822")
  @Blocking
  @Operation(
      summary = "Send a finished message",
      description =
          "The body is the message (RFC 5322), with CRLF or LF at its lines' ends; X-Baton header"
              + " fields in it do what they do by SMTP. The envelope stands in the query.")
  @RequestBody(content = @Content(schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "202",
      description = "Accepted; one message for each recipient",
      content = @Content(schema = @Schema(implementation = AcceptedEmails.class)))
  @APIResponse(responseCode = "401", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "403", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "413", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "429", ref = ApiDescription.RATE_LIMITED)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  @Parameter(ref = ApiDescription.IDEMPOTENCY_KEY)
  public Uni<Response> sendRaw(
      @Parameter(description = "The envelope's sender; empty for a notification") @RestQuery("from")
          @Nullable String from,
      @Parameter(description = "The envelope's recipients, one in each `to`") @RestQuery("to")
          List<String> to,
      @Context HttpHeaders headers,
      byte[] body) {
    Principal principal = caller.toSend();
    IdempotencyKey key =
        RepeatableRequests.key(
            headers, body, "POST /v1/emails/raw", String.valueOf(from), to.toString());
    return once(
        principal,
        key,
        () ->
            Uni.createFrom()
                .item(
                    new Submission(
                        principal,
                        Protocol.HTTP,
                        sender(from),
                        recipients(to),
                        LineEndings.toCrLf(body),
                        Wishes.DEFAULT,
                        key)));
  }

  /** Tells what became of a message. */
  @GET
  @Path("/{id}")
  @Operation(
      summary = "Show a message and its timeline",
      description = "Known from the moment its id was given out.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = EmailView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<EmailView> get(@PathParam("id") String id) {
    return known(caller.toRead().account(), id).map(EmailView::of);
  }

  private Uni<MessageHistory> known(String account, String id) {
    UUID messageId;
    try {
      messageId = MessageId.parse(id);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
    return history
        .find(account, messageId)
        .map(found -> found.orElseThrow(EmailsResource::unknown));
  }

  /** Asks for a message not to be sent. */
  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Cancel a message",
      description =
          "A message that is scheduled, deferred or waiting is not sent any more, and ends as"
              + " cancelled. One that is being sent at this moment, or has come to its end, is left"
              + " alone. What came of it shows in the message's status.")
  @APIResponse(responseCode = "202", description = "It will be cancelled, unless it is too late")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<Response> cancel(@PathParam("id") String id) {
    String account = caller.toSend().account();
    return known(account, id)
        .chain(
            message ->
                message.hasEnded()
                    ? Uni.createFrom().voidItem()
                    : cancellation.ask(message.accepted()))
        .map(_ -> Response.accepted().build());
  }

  private Uni<Response> once(
      Principal principal, @Nullable IdempotencyKey key, Supplier<Uni<Submission>> submission) {
    return repeatable
        .once(principal, key, () -> submission.get().chain(acceptance::accept))
        .map(EmailsResource::accepted);
  }

  private static Response accepted(List<Receipt> receipts) {
    return Response.accepted(AcceptedEmails.of(receipts)).build();
  }

  private static ProblemException noTemplate(String name) {
    return Problems.invalid("template", "The account has no template " + name + ".");
  }

  private static ProblemException unknown() {
    return Problems.notFound("The account has no message of this id.");
  }

  private static ReversePath sender(@Nullable String from) {
    if (from == null) {
      throw Problems.invalid("from", "The query needs from, the envelope's sender.");
    }
    try {
      return ReversePath.parse(from);
    } catch (InvalidAddressException e) {
      throw new RefusedException(
          Refusal.INVALID_SENDER, "from", "from is no address: " + e.getMessage());
    }
  }

  private static List<Recipient> recipients(List<String> to) {
    List<Recipient> recipients = new ArrayList<>(to.size());
    for (int i = 0; i < to.size(); i++) {
      String field = "to[" + i + "]";
      try {
        recipients.add(Recipient.of(EmailAddress.parse(to.get(i))));
      } catch (InvalidAddressException e) {
        throw new RefusedException(
            Refusal.INVALID_RECIPIENT, field, field + " is no address: " + e.getMessage());
      }
    }
    return recipients;
  }
}
