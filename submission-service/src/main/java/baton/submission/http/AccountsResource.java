package baton.submission.http;

import baton.contracts.AccountId;
import baton.submission.accounts.Accounts;
import baton.submission.accounts.ApiKey;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

  private final Accounts accounts;

  AccountsResource(Accounts accounts) {
    this.accounts = accounts;
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
}
