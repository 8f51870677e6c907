package baton.submission.http;

import baton.submission.accounts.Accounts;
import baton.submission.admission.Quota;
import baton.submission.protection.OwnQuota;
import baton.submission.protection.QuotaBook;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** How much accounts may send, for the administrator. */
@Path("/v1/accounts/{id}/quota")
@Produces(MediaType.APPLICATION_JSON)
@NeedsAdminKey
@Tag(name = "Accounts")
@SecurityRequirement(name = ApiDescription.ADMIN_KEY)
public class QuotaResource {

  private final Accounts accounts;
  private final QuotaBook quotas;

  QuotaResource(Accounts accounts, QuotaBook quotas) {
    this.accounts = accounts;
    this.quotas = quotas;
  }

  /** Inside this class, so that it answers for no other service's resources. */
  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }

  /** What an account is to have. */
  @Schema(name = "NewQuota", description = "What is absent or null is the platform's setting")
  record NewQuota(
      @Schema(description = "Recipients of one submission", examples = "50", minimum = "1")
          @Nullable Long recipients,
      @Schema(description = "Messages in a minute", examples = "600", minimum = "1")
          @Nullable Long messagesPerMinute,
      @Schema(description = "Messages in a day (UTC)", examples = "50000", minimum = "1")
          @Nullable Long messagesPerDay) {

    OwnQuota checked() {
      check("recipients", recipients);
      check("messages_per_minute", messagesPerMinute);
      check("messages_per_day", messagesPerDay);
      return new OwnQuota(recipients, messagesPerMinute, messagesPerDay);
    }

    private static void check(String field, @Nullable Number value) {
      if (value != null && (value.longValue() < 1 || value.longValue() == Quota.UNLIMITED)) {
        throw Problems.invalid(field, "A quota is 1 or more; null for the platform's setting.");
      }
    }
  }

  /** What an account has. */
  @Schema(name = "Quota", description = "What is absent has no limit")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record QuotaView(
      @Schema(description = "Recipients of one submission") @Nullable Long recipients,
      @Schema(description = "Messages in a minute") @Nullable Long messagesPerMinute,
      @Schema(description = "Messages in a day (UTC)") @Nullable Long messagesPerDay,
      @Schema(
              description =
                  "Messages counted today, where the account has a daily quota; each instance that"
                      + " it sends through holds up to a hundredth of the quota ready, which counts")
          @Nullable Long countedToday) {

    static QuotaView of(Quota quota, long countedToday) {
      return new QuotaView(
          limit(quota.recipients()),
          limit(quota.messagesPerMinute()),
          limit(quota.messagesPerDay()),
          quota.messagesPerDay() == Quota.UNLIMITED ? null : countedToday);
    }

    private static @Nullable Long limit(long value) {
      return value == Quota.UNLIMITED ? null : value;
    }
  }

  /** What holds for an account. */
  @GET
  @Operation(summary = "Show how much an account may send")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = QuotaView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Uni<QuotaView> get(@PathParam("id") String id) {
    return AccountsResource.existing(accounts, id).chain(() -> view(id));
  }

  /** Sets what holds for an account. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set how much an account may send",
      description =
          "Holds on all instances within 5 seconds. Messages above it are refused: 429 with"
              + " Retry-After, 450 4.7.1 by SMTP. A submission that is larger than the quota of a"
              + " minute or a day: 422, 550 5.5.3. What counts is each recipient that is written"
              + " to; suppressed ones do not.")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewQuota.class)))
  @APIResponse(
      responseCode = "200",
      description = "What holds now",
      content = @Content(schema = @Schema(implementation = QuotaView.class)))
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "422", ref = ApiDescription.PROBLEM)
  public Uni<QuotaView> set(@PathParam("id") String id, byte[] body) {
    OwnQuota quota = JsonBody.read(body, NewQuota.class).checked();
    return AccountsResource.existing(accounts, id)
        .chain(() -> quotas.set(id, quota))
        .chain(() -> view(id));
  }

  private Uni<QuotaView> view(String id) {
    return Uni.combine().all().unis(quotas.of(id), quotas.takenToday(id)).with(QuotaView::of);
  }
}
