package baton.submission.http;

import baton.submission.admission.Allowance;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.erasure.UnfinishedErasureException;
import baton.submission.history.HistoryUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Every way in which a request can fail, as a problem. */
final class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  /** When to come back, in seconds. */
  private static final int RETRY_AFTER = 5;

  /** When what is in flight will have arrived, in seconds. */
  private static final int SOON = 1;

  private Problems() {}

  static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(404, "not-found", "Not found", detail));
  }

  static ProblemException conflict(String detail) {
    return new ProblemException(Problem.of(409, "conflict", "Conflict", detail));
  }

  static ProblemException unavailable(String detail) {
    return new ProblemException(
        Problem.of(503, "unavailable", "Temporarily not available", detail));
  }

  static ProblemException invalid(String field, String detail) {
    return new ProblemException(
        Problem.of(422, "invalid-field", "Invalid field", detail).about(field));
  }

  static ProblemException unauthorized(String detail) {
    return new ProblemException(Problem.of(401, "unauthorized", "Unauthorized", detail));
  }

  static ProblemException forbidden(String slug, String title, String detail) {
    return new ProblemException(Problem.of(403, slug, title, detail));
  }

  /** The response for a failure of a resource. */
  static Response response(Throwable failure) {
    return switch (failure) {
      case ProblemException e -> response(e.problem());
      case RefusedException e -> response(e);
      case HistoryUnavailableException e ->
          response(unavailable("Whether there is such a message cannot be told now.").problem());
      case UnfinishedErasureException e -> response(unfinished(e).problem());
      case WebApplicationException e -> e.getResponse();
      default -> unexpected(failure);
    };
  }

  private static ProblemException unfinished(UnfinishedErasureException e) {
    LOG.warn("recipient not erased", e);
    return unavailable("Not everything could be erased. Ask again to have the rest erased.");
  }

  private static Response response(RefusedException e) {
    Response.ResponseBuilder response = builder(problem(e));
    if (e.refusal() == Refusal.KEY_IN_FLIGHT) {
      response.header(HttpHeaders.RETRY_AFTER, SOON);
    }
    Allowance allowance = e.allowance();
    if (allowance != null) {
      response
          .header("RateLimit-Limit", allowance.limit())
          .header("RateLimit-Remaining", allowance.remaining())
          .header("RateLimit-Reset", allowance.resetSeconds())
          .header(HttpHeaders.RETRY_AFTER, allowance.resetSeconds());
    }
    return response.build();
  }

  static Response response(Problem problem) {
    return builder(problem).build();
  }

  private static Response.ResponseBuilder builder(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"baton\"");
    }
    if (problem.status() == 503) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
    return response;
  }

  /** What the framework says with a bare status. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 401 -> unauthorized("Send an API key as a bearer token.").problem();
      case 404 -> notFound("There is nothing at this path.").problem();
      case 405 ->
          Problem.of(405, "method-not-allowed", "Method not allowed", "Allow names what is.");
      case 406 ->
          Problem.of(406, "not-acceptable", "Not acceptable", "The answer is application/json.");
      case 413 ->
          Problem.of(413, "too-large", "Request too large", "The body is larger than is taken.");
      case 415 ->
          Problem.of(
              415,
              "unsupported-media-type",
              "Unsupported media type",
              "The body's Content-Type is not one that is taken here.");
      default -> {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        yield Problem.of(status, "http-" + status, title, "The request failed: " + title + ".");
      }
    };
  }

  private static Problem problem(RefusedException e) {
    Refusal refusal = e.refusal();
    return Problem.of(refusal.httpStatus(), refusal.slug(), refusal.title(), e.getMessage())
        .about(e.field());
  }

  /** The caller learns a number, and the log what stands behind it. */
  private static Response unexpected(Throwable failure) {
    UUID number = UUID.randomUUID();
    LOG.errorf(failure, "request failed error=%s", number);
    return response(
        Problem.of(
            500,
            "internal",
            "Internal error",
            "The request failed; the operator finds the cause in the log under " + number + "."));
  }
}
