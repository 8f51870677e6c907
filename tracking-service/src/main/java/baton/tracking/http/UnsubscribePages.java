package baton.tracking.http;

import baton.tracking.engagement.Engagement;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Unsubscribing. A GET shows a page with one button and changes nothing, as scanners follow links;
 * a POST of {@code List-Unsubscribe=One-Click} does it (RFC 8058 section 3.1), from a mailbox
 * provider or from that button, with no cookie, no redirect and no script.
 */
@Singleton
public final class UnsubscribePages {

  private static final Logger LOG = Logger.getLogger(UnsubscribePages.class);

  private static final String FIELD = "List-Unsubscribe";
  private static final String ONE_CLICK = "One-Click";
  private static final int RETRY_AFTER_SECONDS = 30;

  private final Engagement engagement;

  UnsubscribePages(Engagement engagement) {
    this.engagement = engagement;
  }

  /** The pages, by file name under {@code templates/tracking}. */
  @CheckedTemplate(basePath = "tracking")
  static final class Pages {
    private Pages() {}

    static native TemplateInstance ask(String recipient);

    static native TemplateInstance done(String recipient);

    static native TemplateInstance incomplete(String recipient);

    static native TemplateInstance unavailable();
  }

  void ask(HttpServerRequest request, String token) {
    engagement
        .subscriber(token, Visits.of(request))
        .ifPresentOrElse(
            recipient -> Answers.page(request, 200, Pages.ask(recipient).render()),
            () -> Answers.notFound(request));
  }

  void submit(RoutingContext routing, String token) {
    HttpServerRequest request = routing.request();
    if (!oneClick(routing)) {
      engagement
          .subscriber(token, Visits.of(request))
          .ifPresentOrElse(
              recipient -> Answers.page(request, 400, Pages.incomplete(recipient).render()),
              () -> Answers.notFound(request));
      return;
    }
    Context eventLoop = Vertx.currentContext();
    engagement
        .unsubscribe(token, Visits.of(request))
        .subscribe()
        .with(
            recipient -> eventLoop.runOnContext(on -> answer(request, recipient)),
            failure -> eventLoop.runOnContext(on -> answerLater(request, failure)));
  }

  private static void answer(HttpServerRequest request, Optional<String> recipient) {
    recipient.ifPresentOrElse(
        gone -> Answers.page(request, 200, Pages.done(gone).render()),
        () -> Answers.notFound(request));
  }

  private static void answerLater(HttpServerRequest request, Throwable failure) {
    LOG.warnf("unsubscribe is not durable, asked to come again reason=%s", failure.getMessage());
    Answers.pageForLater(request, RETRY_AFTER_SECONDS, Pages.unavailable().render());
  }

  /** Also of a body whose type is not said: what it means is plain. */
  private static boolean oneClick(RoutingContext routing) {
    String field = routing.request().formAttributes().get(FIELD);
    if (field != null) {
      return field.strip().equalsIgnoreCase(ONE_CLICK);
    }
    Buffer body = routing.body().buffer();
    return body != null
        && body.toString(StandardCharsets.UTF_8).strip().equalsIgnoreCase(FIELD + "=" + ONE_CLICK);
  }
}
