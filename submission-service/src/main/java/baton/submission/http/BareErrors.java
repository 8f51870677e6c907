package baton.submission.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Makes problems of the errors that the framework answers with a bare status: no such path, method
 * or media type. A filter and not an exception mapper, because in standalone a mapper would answer
 * for the other services' paths too.
 */
@Singleton
class BareErrors {

  @ServerResponseFilter
  public void explain(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() >= 400
        && !MediaType.valueOf(Problem.MEDIA_TYPE).equals(response.getMediaType())
        && request.getUriInfo().getPath().startsWith("/v1/")) {
      Problem problem = Problems.ofStatus(response.getStatus());
      response.setEntity(problem, null, MediaType.valueOf(Problem.MEDIA_TYPE));
    }
  }
}
