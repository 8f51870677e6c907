package baton.submission.http;

import baton.contracts.AccountId;
import baton.submission.accounts.Accounts;
import baton.submission.accounts.ApiKey;
import baton.submission.protection.Pause;
import baton.submission.protection.Protection;
import baton.submission.protection.Reputation;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Accounts, for the administrator. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@NeedsAdminKey
@Tag(name = "Accounts")
@SecurityRequirement(name = ApiDescription.ADMIN_KEY)
public class AccountsResource {

  private static final int LONGEST_NAME = 200;

  private static final int LONGEST_REASON = 200;

  private final Accounts accounts;
  private final Protection protection;

  AccountsResource(Accounts accounts, Protection protection) {
    this.accounts = accounts;
    this.protection = protection;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /**
   * What is asked for.
   *
   * @param id 1 to 8 characters of a-z and 0-9
   * @param name for people
   */
  @Schema(
      name = "NewAccount",
      requiredProperties = {"id", "name"})
  record NewAccount(
      @Schema(examples = "shop", pattern = "[a-z0-9]{1,8}") @Nullable String id,
      @Schema(examples = "The shop") @Nullable String name) {}

  /** What is answered; the key is never shown again. */
  @Schema(name = "CreatedAccount")
  @JsonNaming(SnakeCaseStrategy.class)
  record CreatedAccount(String id, String name, String apiKey) {}

  /** Creates an account. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Create an account and its first API key",
      description = "The key is in this answer only; the platform stores its hash.")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewAccount.class)))
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = CreatedAccount.class)))
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public Uni<Response> create(byte[] body) {
    NewAccount wanted = JsonBody.read(body, NewAccount.class);
    String id = wanted.id();
    if (id == null || !AccountId.valid(id)) {
      throw Problems.invalid("id", "An account's id is 1 to 8 characters of a-z and 0-9.");
    }
    String name = wanted.name();
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      throw Problems.invalid("name", "A name has 1 to " + LONGEST_NAME + " characters.");
    }
    return accounts
        .create(id, name)
        .map(key -> key.orElseThrow(() -> Problems.conflict("There is an account " + id + ".")))
        .map(ApiKey::reveal)
        .map(key -> Response.status(201).entity(new CreatedAccount(id, name, key)).build());
  }

  /** Why an account is to be paused. */
  @Schema(name = "NewPause", requiredProperties = "reason")
  record NewPause(
      @Schema(examples = "under investigation", maxLength = LONGEST_REASON)
          @Nullable String reason) {}

  /** Whether an account may send. */
  @Schema(name = "Standing")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StandingView(
      @Schema(enumeration = {"active", "paused"}) String status,
      @Schema(description = "Why it is paused") @Nullable String reason,
      @Schema(description = "Since when it is paused") @Nullable Instant since,
      @Schema(description = "Over the days that count") long delivered,
      long hardBounces,
      long complaints,
      @Schema(description = "Complaints for each delivered message") double complaintRate,
      @Schema(description = "Hard bounces among all, 0 to 1") double hardBounceRate) {

    static StandingView of(Optional<Pause> pause, Reputation reputation) {
      return new StandingView(
          pause.isPresent() ? "paused" : "active",
          pause.map(Pause::reason).orElse(null),
          pause.map(Pause::since).orElse(null),
          reputation.delivered(),
          reputation.hardBounces(),
          reputation.complaints(),
          reputation.complaintRate(),
          reputation.hardBounceRate());
    }
  }

  /** An account's standing. */
  @GET
  @Path("/{id}/standing")
  @Operation(
      summary = "Whether an account may send, and what its recipients make of its mail",
      description =
          "An account is paused by itself where complaints or hard bounces pass their limit"
              + " (BATON_PROTECTION_COMPLAINT_RATE, 0.003; BATON_PROTECTION_HARD_BOUNCE_RATE, 0.1)"
              + " over BATON_PROTECTION_MINIMUM_VOLUME (500) messages and more of the last"
              + " BATON_PROTECTION_DAYS (7) days. Its mail is then refused: 450 4.7.1, 403.")
  @APIResponse(
      responseCode = "200",
      description = "The standing",
      content = @Content(schema = @Schema(implementation = StandingView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<StandingView> standing(@PathParam("id") String id) {
    return existing(id).chain(() -> view(id));
  }

  /** Pauses an account. */
  @POST
  @Path("/{id}/pause")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Take no more mail from an account")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewPause.class)))
  @APIResponse(
      responseCode = "200",
      description = "It is paused, for this reason or, where it was before, for that one",
      content = @Content(schema = @Schema(implementation = StandingView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<StandingView> pause(@PathParam("id") String id, byte[] body) {
    String reason = JsonBody.read(body, NewPause.class).reason();
    if (reason == null || !reason.matches("[\\x20-\\x7e]{1," + LONGEST_REASON + "}")) {
      throw Problems.invalid(
          "reason", "A reason has 1 to " + LONGEST_REASON + " characters of printable ASCII.");
    }
    return existing(id).chain(() -> protection.pause(id, reason)).chain(() -> view(id));
  }

  /** Resumes an account. */
  @POST
  @Path("/{id}/resume")
  @Operation(
      summary = "Take mail from a paused account again",
      description = "What was counted before is forgotten.")
  @APIResponse(
      responseCode = "200",
      description = "It may send",
      content = @Content(schema = @Schema(implementation = StandingView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<StandingView> resume(@PathParam("id") String id) {
    return existing(id).chain(() -> protection.resume(id)).chain(() -> view(id));
  }

  private Uni<Void> existing(String id) {
    return existing(accounts, id);
  }

  /** Fails with a 404 where there is no such account. */
  static Uni<Void> existing(Accounts accounts, String id) {
    return accounts
        .exists(id)
        .invoke(
            exists -> {
              if (!exists) {
                throw Problems.notFound("There is no such account.");
              }
            })
        .replaceWithVoid();
  }

  private Uni<StandingView> view(String id) {
    return Uni.combine()
        .all()
        .unis(protection.current(id), protection.reputation(id))
        .with(StandingView::of);
  }
}
