package baton.submission.http;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import baton.submission.erasure.Erased;
import baton.submission.erasure.Erasure;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The persons to whom the caller has written. */
@Path("/v1/recipients")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Recipients")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class RecipientsResource {

  private final Erasure erasure;
  private final Caller caller;

  RecipientsResource(Erasure erasure, Caller caller) {
    this.erasure = erasure;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** What was found and is no more. */
  @Schema(name = "ErasedRecipient")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      @Schema(description = "Messages that were forgotten", examples = "12") long messages,
      @Schema(description = "Events of theirs that were forgotten", examples = "31") long events,
      @Schema(
              description = "Messages that had not left yet, and are to be cancelled",
              examples = "1")
          int cancelled,
      @Schema(
              description = "Why the address is suppressed, and stays so; absent where it is not",
              enumeration = {"complaint", "hard_bounce", "unsubscribe", "manual"})
          @Nullable String suppressed) {

    static View of(Erased erased) {
      return new View(
          erased.messages(), erased.events(), erased.cancelled(), erased.suppressed().orElse(null));
    }
  }

  /** Forgets one. */
  @DELETE
  @Path("/{address}")
  @Operation(
      summary = "Erase a recipient's data",
      description =
          "Forgets every message of the account to this address that was accepted until now, with"
              + " its events. Those that have not left yet are cancelled, unless it is too late;"
              + " those of which history has not heard yet, as soon as it does, and they are not"
              + " counted in the answer."
              + " Events that are heard of later, such as an open, are forgotten at once. Mail that"
              + " is accepted afterwards is mail like any other. The address stays on the"
              + " suppression list if it stands there: whoever does not want mail gets none. `DELETE"
              + " /v1/suppressions/{address}` takes it off. What is on Kafka goes when its time there"
              + " is over. Asking again does no harm.")
  @APIResponse(
      responseCode = "202",
      description = "It is forgotten here, and goes elsewhere with time",
      content =
          @Content(
              schema = @Schema(implementation = View.class),
              examples = @ExampleObject(name = "Erased", value = ApiExamples.ERASED)))
  @APIResponse(responseCode = "403", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<Response> erase(
      @Parameter(
              description = "The whole address, in any case, percent-encoded",
              example = "ada@example.org")
          @PathParam("address")
          String address) {
    String account = caller.toManage().account();
    return erasure
        .erase(account, read(address))
        .map(erased -> Response.accepted(View.of(erased)).build());
  }

  private static String read(String address) {
    try {
      return EmailAddress.parse(address).toString();
    } catch (InvalidAddressException e) {
      throw Problems.invalid("address", e.getMessage());
    }
  }
}
