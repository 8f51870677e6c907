package baton.submission.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies that say in advance that they are too large, with a problem. It stands before the
 * framework's own limit, which answers with a bare status and hangs up while the caller is still
 * sending, so that he would see a broken connection and no answer.
 */
@Singleton
class OversizeBodies {

  /** Before everything of the framework. */
  private static final int FIRST = Integer.MIN_VALUE / 2;

  private final long limit;
  private final Buffer problem;

  OversizeBodies(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit,
      ObjectMapper mapper)
      throws JsonProcessingException {
    this.limit = limit.asLongValue();
    this.problem = Buffer.buffer(mapper.writeValueAsBytes(Problems.ofStatus(413)));
  }

  void stand(@Observes Router router) {
    router.route("/v1/*").order(FIRST).handler(this::check);
  }

  private void check(RoutingContext context) {
    if (announced(context.request()) > limit) {
      refuse(context.request(), context.response());
    } else {
      context.next();
    }
  }

  /**
   * Answers at once and then lets the caller finish, within reason, so that he reads the answer.
   */
  private void refuse(HttpServerRequest request, HttpServerResponse response) {
    AtomicLong patience = new AtomicLong(2 * limit);
    request.handler(
        octets -> {
          if (patience.addAndGet(-octets.length()) < 0) {
            request.connection().close();
          }
        });
    request.endHandler(_ -> response.end());
    response
        .setStatusCode(413)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(problem.length()));
    // HTTP/2 knows no such field, and its clients call an answer malformed that has one.
    if (request.version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.write(problem);
    request.resume();
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE;
    }
  }
}
