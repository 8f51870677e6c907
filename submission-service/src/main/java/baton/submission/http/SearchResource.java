package baton.submission.http;

import baton.submission.history.MessageHistory;
import baton.submission.history.MessageList;
import baton.submission.history.Search;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Finds messages again. */
@Path("/v1/emails")
@Produces(MediaType.APPLICATION_JSON)
@NeedsApiKey
@Tag(name = "Emails")
@SecurityRequirement(name = ApiDescription.API_KEY)
public class SearchResource {

  private static final int USUAL_LIMIT = 50;
  private static final int HIGHEST_LIMIT = 200;

  private static final Set<String> PARAMETERS =
      Set.of("recipient", "tag", "status", "subject", "since", "until", "cursor", "limit");

  private final MessageList list;
  private final Caller caller;

  SearchResource(MessageList list, Caller caller) {
    this.list = list;
    this.caller = caller;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** Finds messages. */
  @GET
  @Operation(
      summary = "Find messages",
      description =
          "The newest first; every condition must hold. The list is made from the events and may be"
              + " a few seconds behind: a message that was accepted just now is known by its id"
              + " before it is found here.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = FoundEmails.class)))
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<FoundEmails> find(
      @Parameter(description = "The whole address, in any case", example = "ada@example.org")
          @RestQuery
          @Nullable String recipient,
      @Parameter(description = "One tag", example = "orders") @RestQuery @Nullable String tag,
      @Parameter(description = "As in `GET /v1/emails/{id}`", example = "bounced") @RestQuery
          @Nullable String status,
      @Parameter(
              description = "How the subject begins, in any case; 1 to 100 characters",
              example = "Your order")
          @RestQuery
          @Nullable String subject,
      @Parameter(description = "Accepted at or after this", example = "2026-11-21T00:00:00Z")
          @RestQuery
          @Nullable String since,
      @Parameter(description = "Accepted before this", example = "2026-11-22T00:00:00Z") @RestQuery
          @Nullable String until,
      @Parameter(description = "The answer's `next_cursor`, with the same conditions") @RestQuery
          @Nullable String cursor,
      @Parameter(
              description = "Messages on a page",
              schema = @Schema(minimum = "1", maximum = "200", defaultValue = "50"))
          @RestQuery
          @Nullable String limit,
      UriInfo uri) {
    String account = caller.toRead().account();
    for (String name : uri.getQueryParameters().keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw Problems.invalid(name, "The query has no parameter of this name.");
      }
      String value = uri.getQueryParameters().getFirst(name);
      if (value == null || value.isEmpty() || value.indexOf('\0') >= 0) {
        throw Problems.invalid(name, "The parameter has no value, or one with NUL in it.");
      }
    }
    int size = limit(limit);
    Search search =
        new Search(
            recipient,
            tag,
            status == null ? null : status(status),
            subject == null ? null : subject(subject),
            since == null ? null : time("since", since),
            until == null ? null : time("until", until),
            cursor == null ? null : Cursor.read(cursor),
            size + 1);
    return list.find(account, search).map(found -> FoundEmails.of(found, size));
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return USUAL_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= HIGHEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw Problems.invalid("limit", "A page has 1 to " + HIGHEST_LIMIT + " messages.");
  }

  private static MessageHistory.Status status(String word) {
    for (MessageHistory.Status status : MessageHistory.Status.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(word)) {
        return status;
      }
    }
    throw Problems.invalid("status", "No message has such a status.");
  }

  private static String subject(String beginning) {
    if (beginning.isEmpty() || beginning.length() > Search.LONGEST_SUBJECT) {
      throw Problems.invalid(
          "subject", "A subject is looked for by its first 1 to 100 characters.");
    }
    return beginning;
  }

  private static Instant time(String field, String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
        throw new DateTimeException("out of range");
      }
      return time;
    } catch (DateTimeException e) {
      throw Problems.invalid(field, "A time is written as in 2026-11-21T20:00:00Z (RFC 3339).");
    }
  }
}
