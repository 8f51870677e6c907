package baton.delivery.routing;

import java.util.concurrent.CompletionStage;

/** Finds the route of a domain. */
public interface Router {

  /**
   * The route of a domain. Never fails: what goes wrong is {@link Route.Unresolved}.
   *
   * @param domain in lower case and A-labels, or an address literal in brackets
   * @return completes on any thread
   */
  CompletionStage<Route> route(String domain);
}
