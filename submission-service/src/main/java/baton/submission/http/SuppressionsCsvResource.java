package baton.submission.http;

import baton.contracts.suppression.Suppression;
import baton.submission.suppression.SuppressionList;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The same as a file. */
@Path("/v1/suppressions.csv")
@NeedsEitherKey
@Tag(name = "Suppressions")
@SecurityRequirement(name = ApiDescription.API_KEY)
@SecurityRequirement(name = ApiDescription.ADMIN_KEY)
public class SuppressionsCsvResource {

  private final SuppressionList list;
  private final Caller caller;
  private final Clock clock = Clock.systemUTC();

  SuppressionsCsvResource(SuppressionList list, Caller caller) {
    this.list = list;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** All entries, for a spreadsheet or another platform. */
  @GET
  @Produces(SuppressionsCsv.MEDIA_TYPE)
  @Operation(
      summary = "Export suppressed addresses",
      description = "All of them, as CSV (RFC 4180), in UTF-8: address,reason,since,message_id.")
  public Multi<byte[]> export() {
    String account = caller.listToRead();
    return Multi.createBy()
        .concatenating()
        .streams(
            Multi.createFrom().item(SuppressionsCsv::header),
            list.all(account).filter(page -> !page.isEmpty()).map(SuppressionsCsv::lines));
  }

  /** What came of an import. */
  @Schema(name = "ImportedSuppressions")
  record Imported(
      @Schema(description = "Addresses in the list") int read,
      @Schema(description = "Those that were not suppressed before") int added) {}

  /** Takes a list over. On a worker thread: there may be much to read. */
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @Consumes(SuppressionsCsv.MEDIA_TYPE)
  @Blocking
  @Operation(
      summary = "Import suppressed addresses",
      description =
          "CSV (RFC 4180), in UTF-8, with a header line: address, and where they are known reason"
              + " (complaint, hard_bounce, unsubscribe, manual), since and message_id. At most 10,000"
              + " lines. A line that makes no sense is named, and then nothing is imported. Who is"
              + " suppressed already stays so for the first reason.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(type = SchemaType.STRING),
              examples = @ExampleObject(name = "A list", value = ApiExamples.SUPPRESSIONS)))
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Imported.class)))
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "503", ref = ApiDescription.PROBLEM)
  public Uni<Imported> importAll(byte[] csv) {
    String account = caller.listToManage();
    List<Suppression> read = List.copyOf(SuppressionsCsv.read(csv, account, Instant.now(clock)));
    return list.addAll(account, read).map(added -> new Imported(read.size(), added));
  }
}
