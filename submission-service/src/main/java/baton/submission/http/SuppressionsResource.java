package baton.submission.http;

import baton.contracts.suppression.Suppression;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import baton.submission.suppression.SuppressionList;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Whom the caller must not write to; with the administrator's key, whom nobody must. */
@Path("/v1/suppressions")
@Produces(MediaType.APPLICATION_JSON)
@NeedsEitherKey
@Tag(name = "Suppressions")
@SecurityRequirement(name = ApiDescription.API_KEY)
@SecurityRequirement(name = ApiDescription.ADMIN_KEY)
public class SuppressionsResource {

  private static final int MOST = 1000;

  private final SuppressionList list;
  private final Caller caller;
  private final Clock clock = Clock.systemUTC();

  SuppressionsResource(SuppressionList list, Caller caller) {
    this.list = list;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** What is asked for. */
  @Schema(name = "NewSuppression", requiredProperties = "address")
  record NewSuppression(@Schema(examples = "ada@example.com") @Nullable String address) {}

  /** An entry as the API shows it. */
  @Schema(name = "Suppression")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      @Schema(examples = "ada@example.com") String address,
      @Schema(enumeration = {"complaint", "hard_bounce", "unsubscribe", "manual"}) String reason,
      Instant since,
      @Schema(description = "The message that led to it") @Nullable UUID messageId) {

    static Entry of(Suppression suppression) {
      return new Entry(
          suppression.address(),
          suppression.reason(),
          suppression.since(),
          suppression.messageId());
    }
  }

  /** The list. */
  @Schema(name = "Suppressions")
  record Listing(List<Entry> suppressions) {}

  /** The newest entries. */
  @GET
  @Operation(
      summary = "List suppressed addresses",
      description =
          "The newest 1,000; /v1/suppressions.csv has all of them. With the administrator's key here"
              + " and in all of this section: the list that holds for all accounts.")
  public Uni<Listing> list() {
    return list.list(caller.listToRead(), MOST)
        .map(all -> new Listing(all.stream().map(Entry::of).toList()));
  }

  /** Puts one on the list by hand. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Suppress an address",
      description = "One that is suppressed already stays so for its first reason.")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewSuppression.class)))
  @APIResponse(
      responseCode = "201",
      description = "Suppressed",
      content = @Content(schema = @Schema(implementation = Entry.class)))
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<Response> add(byte[] body) {
    String account = caller.listToManage();
    String address = JsonBody.read(body, NewSuppression.class).address();
    if (address == null) {
      throw Problems.invalid("address", "A suppression needs an address.");
    }
    Suppression suppression =
        new Suppression(account, normalise(address), "manual", Instant.now(clock), null);
    return list.add(suppression).map(entry -> Response.status(201).entity(Entry.of(entry)).build());
  }

  /** Tells of one. */
  @GET
  @Path("/{address}")
  @Operation(summary = "Show why an address is suppressed")
  @APIResponse(
      responseCode = "200",
      description = "It is suppressed",
      content = @Content(schema = @Schema(implementation = Entry.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<Entry> get(@PathParam("address") String address) {
    return list.find(caller.listToRead(), normalise(address))
        .map(found -> found.map(Entry::of).orElseThrow(SuppressionsResource::notSuppressed));
  }

  /** Takes one off the list. */
  @DELETE
  @Path("/{address}")
  @Operation(summary = "Write to an address again")
  @APIResponse(responseCode = "204", description = "It is no longer suppressed")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<Void> remove(@PathParam("address") String address) {
    return list.remove(caller.listToManage(), normalise(address))
        .invoke(
            removed -> {
              if (!removed) {
                throw notSuppressed();
              }
            })
        .replaceWithVoid();
  }

  private static ProblemException notSuppressed() {
    return Problems.notFound("The address is not suppressed.");
  }

  private static String normalise(String address) {
    try {
      return Suppression.normalise(EmailAddress.parse(address).toString());
    } catch (InvalidAddressException e) {
      throw Problems.invalid("address", e.getMessage());
    }
  }
}
