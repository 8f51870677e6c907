package baton.standalone.mailbox.pages;

import baton.contracts.event.Json;
import baton.standalone.mailbox.reading.FileName;
import baton.standalone.mailbox.store.Letter;
import baton.standalone.mailbox.store.Mailbox;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The mailbox for scripts and people's own end-to-end tests. */
@Path("/mailbox")
@ThisMachineOnly
@Blocking
@Tag(name = "mailbox", description = "Standalone only: the mail that was captured")
public final class MailboxForScripts {
  private static final String JSON = MediaType.APPLICATION_JSON;
  private static final String PLAIN = MediaType.TEXT_PLAIN + ";charset=utf-8";

  private final Mailbox mailbox;

  MailboxForScripts(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /**
   * A captured message, as one recipient got it.
   *
   * @param from address in the From header
   * @param to the envelope's recipient
   * @param size in octets
   * @param returnPath the envelope's sender
   */
  record Captured(
      String id,
      String from,
      String to,
      String subject,
      int size,
      Instant receivedAt,
      String returnPath) {

    static Captured of(Letter letter) {
      return new Captured(
          Long.toString(letter.id()),
          letter.from(),
          letter.to(),
          letter.subject(),
          letter.size(),
          letter.receivedAt(),
          letter.returnPath());
    }
  }

  @GET
  @Path("/messages")
  @Produces(JSON)
  @Operation(summary = "Captured messages, newest first")
  public String messages(
      @Parameter(description = "Only those to this address") @QueryParam("to") @DefaultValue("")
          String to,
      @Parameter(description = "At most so many") @QueryParam("limit") Integer limit) {
    Stream<Letter> letters =
        mailbox.newestFirst().filter(it -> to.isEmpty() || it.to().equalsIgnoreCase(to.strip()));
    List<Captured> captured =
        letters
            .limit(limit == null ? Long.MAX_VALUE : Math.max(0, limit))
            .map(Captured::of)
            .toList();
    return Json.write(captured);
  }

  @GET
  @Path("/messages/{id}/source")
  @Produces(PLAIN)
  @Operation(summary = "The bytes of a captured message, as they were received")
  public Response source(
      @PathParam("id") String id, @QueryParam("download") @DefaultValue("") String download)
      throws IOException {
    Optional<byte[]> source =
        id.matches("[0-9]{1,18}") ? mailbox.source(Long.parseLong(id)) : Optional.empty();
    if (source.isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND)
          .type(PLAIN)
          .entity("There is no message " + id + " in the mailbox, which keeps the newest 10,000.\n")
          .build();
    }
    // As plain text, for browsers run what some of them take message/rfc822 for.
    Response.ResponseBuilder response =
        Response.ok(source.get())
            .type(PLAIN)
            .header("Content-Security-Policy", "default-src 'none'; sandbox");
    if (!download.isEmpty()) {
      response
          .type("message/rfc822")
          .header("Content-Disposition", FileName.attachment("message-" + id + ".eml"));
    }
    return response.build();
  }

  /** How many letters have come since; the list's page asks. */
  @GET
  @Path("/arrivals")
  @Produces(JSON)
  @Operation(hidden = true)
  public String arrivals(@QueryParam("after") @DefaultValue("0") long after) {
    return Json.write(Map.of("count", mailbox.countAfter(after)));
  }
}
