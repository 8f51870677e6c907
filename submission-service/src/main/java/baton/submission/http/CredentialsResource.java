package baton.submission.http;

import baton.submission.accounts.ApiKeys;
import baton.submission.admission.Grant;
import baton.submission.admission.Principal;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The caller's API keys. */
@Path("/v1/credentials")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Credentials")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class CredentialsResource {

  private final ApiKeys keys;
  private final Caller caller;

  CredentialsResource(ApiKeys keys, Caller caller) {
    this.keys = keys;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** Makes a key. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Create an API key",
      description =
          "The key is in this answer only; the platform stores its hash. A key grants nothing that the"
              + " key which creates it does not have. An account has at most 100. Needs the scope"
              + " manage.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = CredentialRequest.class),
              examples = @ExampleObject(name = "A key", value = ApiExamples.NEW_CREDENTIAL)))
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = CredentialView.class)))
  @APIResponse(responseCode = "403", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<Response> create(byte[] body) {
    Principal principal = caller.toManage();
    CredentialRequest wanted = JsonBody.read(body, CredentialRequest.class);
    String name = wanted.checkedName();
    Grant grant = wanted.grant();
    if (!principal.grant().covers(grant)) {
      throw Problems.forbidden(
          "too-much-granted",
          "Too much granted",
          "A key grants no scope, domain or network that the key which creates it has not.");
    }
    return keys.create(principal.account(), name, grant)
        .map(
            made ->
                made.orElseThrow(
                    () ->
                        Problems.conflict(
                            "The account has " + ApiKeys.MOST + " keys; revoke one first.")))
        .map(made -> Response.status(201).entity(CredentialView.of(made)).build());
  }

  /** All of them. */
  @GET
  @Operation(
      summary = "List the API keys",
      description = "Without the keys themselves. Needs the scope manage.")
  public Uni<CredentialView.Listing> list() {
    return keys.list(caller.toManage().account())
        .map(all -> new CredentialView.Listing(all.stream().map(CredentialView::of).toList()));
  }

  /** Revokes one. */
  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Revoke an API key",
      description =
          "Works everywhere within 5 seconds, in SMTP connections that are open too. A key may revoke"
              + " itself. Needs the scope manage.")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<Void> revoke(@PathParam("id") String id) {
    Principal principal = caller.toManage();
    UUID credential;
    try {
      credential = UUID.fromString(id);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
    return keys.revoke(principal.account(), credential)
        .invoke(
            revoked -> {
              if (!revoked) {
                throw unknown();
              }
            })
        .replaceWithVoid();
  }

  private static ProblemException unknown() {
    return Problems.notFound("The account has no key of this id.");
  }
}
