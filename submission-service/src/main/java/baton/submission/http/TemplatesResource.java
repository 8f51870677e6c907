package baton.submission.http;

import baton.submission.templates.Rendering;
import baton.submission.templates.Template;
import baton.submission.templates.TemplateRules;
import baton.submission.templates.Templates;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The caller's templates. */
@Path("/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Templates")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class TemplatesResource {

  private final Templates templates;
  private final Caller caller;

  TemplatesResource(Templates templates, Caller caller) {
    this.templates = templates;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** Keeps a new one. On a worker thread: it is read to see whether it is one. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      summary = "Create a template",
      description = "An account has at most 1,000 templates, each of a name of its own.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = TemplateRequest.class),
              examples = @ExampleObject(name = "A template", value = ApiExamples.NEW_TEMPLATE)))
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = TemplateView.class)))
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<Response> create(byte[] body) {
    String account = caller.toManage().account();
    TemplateRequest wanted = JsonBody.read(body, TemplateRequest.class);
    String name = wanted.checkedName();
    return templates
        .create(account, name, wanted.wording(), wanted.policy())
        .chain(
            outcome ->
                switch (outcome) {
                  case CREATED -> find(account, name);
                  case EXISTS -> throw Problems.conflict("There is a template " + name + ".");
                  case TOO_MANY ->
                      throw Problems.conflict(
                          "The account has "
                              + TemplateRules.MOST_TEMPLATES
                              + " templates; delete one first.");
                })
        .map(template -> Response.status(201).entity(TemplateView.of(template)).build());
  }

  /** All of them. */
  @GET
  @Operation(summary = "List the templates", description = "By name, without text and html.")
  public Uni<TemplateView.Listing> list() {
    return templates
        .list(caller.toRead().account())
        .map(all -> new TemplateView.Listing(all.stream().map(TemplateView::of).toList()));
  }

  /** One. */
  @GET
  @Path("/{name}")
  @Operation(summary = "Show a template")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TemplateView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<TemplateView> get(@PathParam("name") String name) {
    return find(caller.toRead().account(), name).map(TemplateView::of);
  }

  /** Puts another in its place. */
  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      summary = "Replace a template",
      description = "All of it: what is absent is absent afterwards. The name stays.")
  @RequestBody(content = @Content(schema = @Schema(implementation = TemplateRequest.class)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TemplateView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<TemplateView> replace(@PathParam("name") String name, byte[] body) {
    String account = caller.toManage().account();
    TemplateRequest wanted = JsonBody.read(body, TemplateRequest.class);
    if (wanted.name() != null && !wanted.name().equals(name)) {
      throw Problems.invalid("name", "The name is that of the path, or absent.");
    }
    return templates
        .replace(account, name, wanted.wording(), wanted.policy())
        .chain(_ -> find(account, name))
        .map(TemplateView::of);
  }

  /** Forgets one. */
  @DELETE
  @Path("/{name}")
  @Operation(summary = "Delete a template")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<Void> delete(@PathParam("name") String name) {
    return templates
        .delete(caller.toManage().account(), name)
        .invoke(
            deleted -> {
              if (!deleted) {
                throw unknown(name);
              }
            })
        .replaceWithVoid();
  }

  /** Shows what a message would say. */
  @POST
  @Path("/{name}/preview")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Fill a template in, and send nothing")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = TemplateView.Variables.class),
              examples = @ExampleObject(name = "Variables", value = ApiExamples.VARIABLES)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TemplateView.Preview.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<TemplateView.Preview> preview(@PathParam("name") String name, byte[] body) {
    String account = caller.toRead().account();
    Map<String, Object> variables =
        Objects.requireNonNullElse(
            JsonBody.read(body, TemplateView.Variables.class).variables(), Map.of());
    return find(account, name)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(template -> Rendering.of(template.wording(), template.missing()).fill(variables))
        .map(TemplateView.Preview::of);
  }

  private Uni<Template> find(String account, String name) {
    return templates.find(account, name).map(found -> found.orElseThrow(() -> unknown(name)));
  }

  private static ProblemException unknown(String name) {
    return Problems.notFound("The account has no template " + name + ".");
  }
}
