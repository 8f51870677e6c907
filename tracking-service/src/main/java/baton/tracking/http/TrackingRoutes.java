package baton.tracking.http;

import baton.tracking.engagement.Engagement;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code GET /t/o/TOKEN}, {@code GET /t/c/TOKEN}, {@code GET} and {@code POST /t/u/TOKEN}. HEAD is
 * answered as GET is; of a pixel or a link it leaves an event whose agent is never {@code person}.
 */
@Singleton
public final class TrackingRoutes {

  private static final String OPEN = "/t/o/";
  private static final String CLICK = "/t/c/";
  private static final String UNSUBSCRIBE = "/t/u/";

  /**
   * Quarkus names its HTTP metrics after routes with a parameter; after others, by the whole URL.
   */
  private static final String TOKEN = ":token";

  /** What is no token by its look gets the same 404, and is counted. */
  private static final String JUNK = "*";

  /** Octets: RFC 8058's body has 26, and a browser's or a multipart one few more. */
  private static final long MAX_FORM = 16 * 1024;

  private final Engagement engagement;
  private final UnsubscribePages unsubscribe;

  TrackingRoutes(Engagement engagement, UnsubscribePages unsubscribe) {
    this.engagement = engagement;
    this.unsubscribe = unsubscribe;
  }

  void mount(@Observes Router router) {
    readable(router, OPEN, this::open);
    readable(router, CLICK, this::click);
    readable(
        router,
        UNSUBSCRIBE,
        context -> unsubscribe.ask(context.request(), token(context, UNSUBSCRIBE)));
    router
        .post(UNSUBSCRIBE + TOKEN)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM))
        .handler(context -> unsubscribe.submit(context, token(context, UNSUBSCRIBE)))
        .failureHandler(TrackingRoutes::unreadable);
    notAllowed(router, OPEN, "GET, HEAD");
    notAllowed(router, CLICK, "GET, HEAD");
    notAllowed(router, UNSUBSCRIBE, "GET, HEAD, POST");
    router.route("/t/*").handler(context -> Answers.notFound(context.request()));
  }

  private static void readable(Router router, String prefix, Handler<RoutingContext> answer) {
    for (String rest : List.of(TOKEN, JUNK)) {
      router.route(prefix + rest).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(answer);
    }
  }

  private static void notAllowed(Router router, String prefix, String allowed) {
    router.route(prefix + TOKEN).handler(context -> Answers.notAllowed(context.request(), allowed));
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
