package baton.tracking.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Base64;

/**
 * Answers. None may be stored: a cached pixel or redirect is a hit that nobody hears of. None sends
 * a Referer on, as a token is in the URL. A HEAD gets the headers of a GET.
 */
final class Answers {

  /** One transparent pixel, GIF89a. */
  private static final Buffer PIXEL =
      Buffer.buffer(
          Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"));

  private static final Buffer NOT_FOUND = Buffer.buffer("This link is not valid.\n");
  private static final Buffer NOT_ALLOWED = Buffer.buffer("This method is not allowed here.\n");
  private static final Buffer UNREADABLE = Buffer.buffer("This request cannot be read.\n");

  private static final CharSequence NO_STORE =
      HttpHeaders.createOptimized("private, no-store, max-age=0");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence REFERRER_POLICY =
      HttpHeaders.createOptimized("referrer-policy");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence ROBOTS = HttpHeaders.createOptimized("x-robots-tag");
  private static final CharSequence NOINDEX = HttpHeaders.createOptimized("noindex, nofollow");
  private static final CharSequence GIF = HttpHeaders.createOptimized("image/gif");
  private static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");

  /** Webmail may isolate itself so that only images that allow it are shown. */
  private static final CharSequence RESOURCE_POLICY =
      HttpHeaders.createOptimized("cross-origin-resource-policy");

  private static final CharSequence CROSS_ORIGIN = HttpHeaders.createOptimized("cross-origin");

  private static final CharSequence SECURITY_POLICY =
      HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence PAGE_POLICY =
      HttpHeaders.createOptimized(
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
              + " frame-ancestors 'none'; base-uri 'none'");

  private Answers() {}

  static void pixel(HttpServerRequest request) {
    HttpServerResponse response = basic(request, 200);
    response.headers().set(RESOURCE_POLICY, CROSS_ORIGIN);
    send(request, response, GIF, PIXEL);
  }

  /** To a location in visible ASCII. 302, so that the next click asks again. */
  static void redirect(HttpServerRequest request, String location) {
    HttpServerResponse response = basic(request, 302);
    response.headers().set(HttpHeaders.LOCATION, location).set(HttpHeaders.CONTENT_LENGTH, "0");
    response.end();
  }

  static void page(HttpServerRequest request, int status, String html) {
    HttpServerResponse response = basic(request, status);
    response.headers().set(SECURITY_POLICY, PAGE_POLICY);
    send(request, response, HTML, Buffer.buffer(html));
  }

  /** As {@link #page}, and to be asked again after so many seconds. */
  static void pageForLater(HttpServerRequest request, int seconds, String html) {
    request.response().headers().set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    page(request, 503, html);
  }

  /** The one answer to every token that is not good here, whatever is wrong with it. */
  static void notFound(HttpServerRequest request) {
    send(request, basic(request, 404), TEXT, NOT_FOUND);
  }

  static void notAllowed(HttpServerRequest request, String allowed) {
    HttpServerResponse response = basic(request, 405);
    response.headers().set(HttpHeaders.ALLOW, allowed);
    send(request, response, TEXT, NOT_ALLOWED);
  }

  /** A body that is too large (413) or no form (400); the rest of it is not waited for. */
  static void unreadable(HttpServerRequest request, int status) {
    HttpServerResponse response = basic(request, status);
    response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    send(request, response, TEXT, UNREADABLE);
  }

  private static HttpServerResponse basic(HttpServerRequest request, int status) {
    HttpServerResponse response = request.response().setStatusCode(status);
    response
        .headers()
        .set(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .set(REFERRER_POLICY, NO_REFERRER)
        .set(CONTENT_TYPE_OPTIONS, NOSNIFF)
        .set(ROBOTS, NOINDEX);
    return response;
  }

  private static void send(
      HttpServerRequest request,
      HttpServerResponse response,
      CharSequence contentType,
      Buffer body) {
    response
        .headers()
        .set(HttpHeaders.CONTENT_TYPE, contentType)
        .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }
}
