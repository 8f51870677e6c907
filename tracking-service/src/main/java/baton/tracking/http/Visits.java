package baton.tracking.http;

import baton.tracking.engagement.Visit;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests as visits. */
final class Visits {

  /** Sec-Purpose is the standard's (WHATWG Fetch), the others what browsers said before. */
  private static final List<CharSequence> PURPOSES =
      List.of(
          HttpHeaders.createOptimized("sec-purpose"),
          HttpHeaders.createOptimized("purpose"),
          HttpHeaders.createOptimized("x-purpose"),
          HttpHeaders.createOptimized("x-moz"));

  private Visits() {}

  static Visit of(HttpServerRequest request) {
    return new Visit(
        request.method().equals(HttpMethod.HEAD),
        request.getHeader(HttpHeaders.USER_AGENT),
        speculative(request),
        address(request.remoteAddress()));
  }

  private static boolean speculative(HttpServerRequest request) {
    for (CharSequence name : PURPOSES) {
      String purpose = request.getHeader(name);
      if (purpose != null) {
        String said = purpose.toLowerCase(Locale.ROOT);
        if (said.contains("prefetch") || said.contains("prerender") || said.contains("preview")) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable String address(@Nullable SocketAddress client) {
    return client == null ? null : client.hostAddress();
  }
}
