package baton.submission.http;

import baton.smtp.grammar.InvalidAddressException;
import baton.submission.domains.DnsUnavailableException;
import baton.submission.domains.Domain;
import baton.submission.domains.Domains;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

/** The caller's sending domains. */
@Path("/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Domains")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class DomainsResource {

  private final Domains domains;
  private final Caller caller;

  DomainsResource(Domains domains, Caller caller) {
    this.domains = domains;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /**
   * What is asked for.
   *
   * @param name as in {@code example.com}; international labels in either form
   */
  @Schema(name = "NewDomain", requiredProperties = "name")
  record NewDomain(@Schema(examples = "example.com") @Nullable String name) {}

  /** Takes a domain in. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Add a sending domain",
      description =
          "DKIM keys are made, for RSA and Ed25519. Publish the records, then ask for verification;"
              + " the required one decides, the others are advice. Adding a domain again changes"
              + " nothing.")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewDomain.class)))
  @APIResponse(
      responseCode = "201",
      description = "The domain with the DNS records to publish",
      content = @Content(schema = @Schema(implementation = DomainView.class)))
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<Response> create(byte[] body) {
    String account = caller.toManage().account();
    NewDomain wanted = JsonBody.read(body, NewDomain.class);
    String name = wanted.name();
    if (name == null) {
      throw Problems.invalid("name", "A domain needs a name.");
    }
    return domains
        .create(account, normalise(name))
        .map(domain -> Response.status(201).entity(DomainView.of(domain)).build());
  }

  /** All of them. */
  @GET
  @Operation(summary = "List the sending domains")
  public Uni<DomainView.Listing> list() {
    return domains
        .list(caller.toRead().account())
        .map(all -> new DomainView.Listing(all.stream().map(DomainView::of).toList()));
  }

  /** One. */
  @GET
  @Path("/{name}")
  @Operation(summary = "Show a sending domain")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DomainView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<DomainView> get(@PathParam("name") String name) {
    return find(caller.toRead().account(), normalise(name)).map(DomainView::of);
  }

  /** Looks into the DNS. */
  @POST
  @Path("/{name}/verify")
  @Operation(
      summary = "Verify a sending domain",
      description =
          "Looks for the records in the DNS; `finding` says what is in the place of the required"
              + " key, and each record has a `status` and a `finding` of its own. A domain that was"
              + " verified and has lost its key is `failing` and still sends for a time (`sends_until`),"
              + " then it is `failed` and mail from it is refused. The platform looks by itself once a"
              + " day, and every hour while something is expected to change.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DomainView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<DomainView> verify(@PathParam("name") String name) {
    String account = caller.toManage().account();
    String domain = normalise(name);
    return domains
        .verify(account, domain)
        .onFailure(DnsUnavailableException.class)
        .transform(e -> Problems.unavailable("The DNS gave no answer: " + e.getMessage() + "."))
        .chain(
            found ->
                find(account, domain)
                    .map(DomainView::of)
                    .map(view -> found.map(f -> view.found(f.finding())).orElse(view)));
  }

  /** Makes new keys. */
  @POST
  @Path("/{name}/rotate")
  @Operation(
      summary = "Rotate a sending domain's DKIM keys",
      description =
          "Makes a successor for each key, under a selector of its own: records with `use` `next`."
              + " Publish them. Each key signs as soon as its record has been seen, by a verification"
              + " or by the platform's own looks; until then its predecessor signs. Leave the"
              + " predecessor's record (`use` `former`) where it is until `keep_until`: mail that it"
              + " signed may still be on its way. While a successor waits for its record, rotating"
              + " again changes nothing.")
  @APIResponse(
      responseCode = "200",
      description = "The domain with the DNS records to publish",
      content = @Content(schema = @Schema(implementation = DomainView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<DomainView> rotate(@PathParam("name") String name) {
    String account = caller.toManage().account();
    String domain = normalise(name);
    return domains.rotate(account, domain).map(rotated -> DomainView.of(known(rotated, domain)));
  }

  private Uni<Domain> find(String account, String name) {
    return domains.find(account, name).map(found -> known(found, name));
  }

  private static Domain known(Optional<Domain> found, String name) {
    return found.orElseThrow(() -> Problems.notFound("The account has no domain " + name + "."));
  }

  private static String normalise(String name) {
    try {
      String domain = baton.smtp.grammar.Domain.normalise(name);
      if (domain.indexOf('.') < 0 || domain.startsWith("[")) {
        throw Problems.invalid("name", "A sending domain is a name with a dot in it.");
      }
      return domain;
    } catch (InvalidAddressException e) {
      throw Problems.invalid("name", e.getMessage());
    }
  }
}
