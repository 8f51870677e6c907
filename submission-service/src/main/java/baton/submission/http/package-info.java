/**
 * The HTTP API, {@code /v1}. Enters JSON, or a finished message, with an API key; leaves a
 * submission to admission (through compose where the message is not finished) and the receipts to
 * the caller. Reads accounts, domains, suppressions and history for the caller too, and leads to
 * erasure. Every error is a problem (RFC 9457) that names the fault.
 */
@NullMarked
@OpenAPIDefinition(
    info =
        @Info(
            title = "Baton",
            version = "1",
            description =
                "Hand over mail and ask what became of it. Every error is a problem (RFC 9457)"
                    + " that names the fault."),
    components =
        @Components(
            responses = {
              @APIResponse(
                  name = ApiDescription.PROBLEM,
                  description = "A problem that names the fault",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = ApiDescription.RATE_LIMITED,
                  description =
                      "The account has sent what it may in a minute (rate-limited) or in a day,"
                          + " midnight to midnight UTC (quota-used-up). Nothing of the request was"
                          + " taken.",
                  headers = {
                    @Header(
                        name = "Retry-After",
                        description = "Seconds until it is worth another try",
                        schema = @Schema(type = SchemaType.INTEGER, examples = "23")),
                    @Header(
                        name = "RateLimit-Limit",
                        description = "Messages of the minute, or of the day",
                        schema = @Schema(type = SchemaType.INTEGER, examples = "100")),
                    @Header(
                        name = "RateLimit-Remaining",
                        description = "Messages that are left; fewer than were asked for",
                        schema = @Schema(type = SchemaType.INTEGER, examples = "0")),
                    @Header(
                        name = "RateLimit-Reset",
                        description = "Seconds until the next minute, or day, begins",
                        schema = @Schema(type = SchemaType.INTEGER, examples = "23"))
                  },
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class)))
            },
            parameters =
                @Parameter(
                    name = ApiDescription.IDEMPOTENCY_KEY,
                    in = ParameterIn.HEADER,
                    description =
                        "A name for this request, such as a UUID, so that it can be sent again"
                            + " without harm: for 24 hours the same key with the same body gets the"
                            + " same answer, with the same ids; another body gets a 409"
                            + " (idempotency-key-reused). While the first one is being dealt with,"
                            + " the answer is a 409 with Retry-After (idempotency-key-in-flight)."
                            + " Requests that were refused leave their key free. Keys are the"
                            + " account's own, and one with submission by SMTP, where a header field"
                            + " of the message holds them.",
                    schema =
                        @Schema(
                            type = SchemaType.STRING,
                            minLength = 1,
                            maxLength = 255,
                            pattern = "^[\\x21-\\x7E]+$"),
                    example = "order-42-confirmation"),
            securitySchemes = {
              @SecurityScheme(
                  securitySchemeName = ApiDescription.API_KEY,
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer",
                  description =
                      "An account's API key. Its scopes: send for what hands mail over, read for GET and"
                          + " previews, manage for what changes something; 403 names the one missing"),
              @SecurityScheme(
                  securitySchemeName = ApiDescription.ADMIN_KEY,
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer",
                  description = "The administrator's key (BATON_ADMIN_KEY)")
            }))
package baton.submission.http;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jspecify.annotations.NullMarked;
