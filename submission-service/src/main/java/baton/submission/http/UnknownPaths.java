package baton.submission.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers for paths of the API that nobody serves, behind everything that might: the framework
 * hands such requests on, and answers at last with a page of HTML.
 */
@Singleton
class UnknownPaths {

  private final Buffer problem;

  UnknownPaths(ObjectMapper mapper) throws JsonProcessingException {
    this.problem = Buffer.buffer(mapper.writeValueAsBytes(Problems.ofStatus(404)));
  }

  void stand(@Observes Router router) {
    router.route("/v1/*").order(Integer.MAX_VALUE).handler(this::answer);
  }

  private void answer(RoutingContext context) {
    context
        .response()
        .setStatusCode(404)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem);
  }
}
