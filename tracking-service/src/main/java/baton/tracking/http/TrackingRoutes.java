package baton.tracking.http;

import baton.tracking.engagement.Engagement;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code GET /t/o/TOKEN}, {@code GET /t/c/TOKEN}, {@code GET} and {@code POST /t/u/TOKEN}. HEAD is
 * answered as GET is; of a pixel or a link it leaves an event whose agent is never {@code person}.
 */
@Singleton
public final class TrackingRoutes {

  private static final String OPEN = "/t/o/";
  private static final String CLICK = "/t/c/";
  private static final String UNSUBSCRIBE = "/t/u/";

  /** Octets: RFC 8058's body has 26, and a browser's or a multipart one few more. */
  private static final long MAX_FORM = 16 * 1024;

  private final Engagement engagement;
  private final UnsubscribePages unsubscribe;

  TrackingRoutes(Engagement engagement, UnsubscribePages unsubscribe) {
    this.engagement = engagement;
    this.unsubscribe = unsubscribe;
  }

  void mount(@Observes Router router) {
    read(router, OPEN).handler(this::open);
    read(router, CLICK).handler(this::click);
    read(router, UNSUBSCRIBE)
        .handler(context -> unsubscribe.ask(context.request(), token(context, UNSUBSCRIBE)));
    router
        .post(UNSUBSCRIBE + "*")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM))
        .handler(context -> unsubscribe.submit(context, token(context, UNSUBSCRIBE)))
        .failureHandler(TrackingRoutes::unreadable);
    router.route(OPEN + "*").handler(context -> Answers.notAllowed(context.request(), "GET, HEAD"));
    router
        .route(CLICK + "*")
        .handler(context -> Answers.notAllowed(context.request(), "GET, HEAD"));
    router
        .route(UNSUBSCRIBE + "*")
        .handler(context -> Answers.notAllowed(context.request(), "GET, HEAD, POST"));
    router.route("/t/*").handler(context -> Answers.notFound(context.request()));
  }

  private static io.vertx.ext.web.Route read(Router router, String prefix) {
    return router.route(prefix + "*").method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void open(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (engagement.open(token(context, OPEN), Visits.of(request))) {
      Answers.pixel(request);
    } else {
      Answers.notFound(request);
    }
  }

  private void click(RoutingContext context) {
    HttpServerRequest request = context.request();
    engagement
        .click(token(context, CLICK), Visits.of(request))
        .ifPresentOrElse(
            location -> Answers.redirect(request, location), () -> Answers.notFound(request));
  }

  /** The token as it stands in the URL; empty, so no token, where the path was not sent plainly. */
  private static String token(RoutingContext context, String prefix) {
    String path = context.request().path();
    return path != null && path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  private static void unreadable(RoutingContext context) {
    if (!context.response().ended()) {
      Answers.unreadable(context.request(), context.statusCode() == 413 ? 413 : 400);
    }
  }
}
