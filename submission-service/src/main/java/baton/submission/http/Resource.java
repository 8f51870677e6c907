package baton.submission.http;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What the API's resources have in common: their failures, and no other service's, are problems.
 */
abstract class Resource {

  @ServerExceptionMapper
  public Response explain(Throwable failure) {
    return Problems.response(failure);
  }
}
