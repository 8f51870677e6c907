package baton.tracking;

import baton.contracts.MessageId;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tracking as seen by a mail program: a URL, and tokens that somebody else sealed. */
public final class RunningTracking {

  /** The keys of every test. */
  public static final String KEYS = "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private static final TokenSealer SEALER = new TokenSealer(TokenKeys.parse(KEYS));

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI root;

  public RunningTracking(URI root) {
    this.root = root;
  }

  /** A message that was sent. */
  public record Sent(UUID id, TokenSealer.ForMessage tokens) {
    public static Sent toAda() {
      return to("ada@example.org");
    }

    public static Sent to(String recipient) {
      UUID id = MessageId.next();
      return new Sent(id, SEALER.forMessage(id, "demo", recipient));
    }
  }

  public URI root() {
    return root;
  }

  /** A request for a path, as a browser of a person makes it. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path))
        .timeout(Duration.ofSeconds(20))
        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Thunderbird/128.3.1");
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpClient client() {
    return client;
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  /** RFC 8058's request, as a mailbox provider makes it. */
  public HttpResponse<String> unsubscribe(String token) {
    return post(token, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
  }

  public HttpResponse<String> post(String token, String contentType, String body) {
    return send(
        request("/t/u/" + token)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** {@code baton_tracking_hits_total} of a kind and an outcome, over all agents. */
  public long hits(String kind, String outcome) {
    Matcher line =
        Pattern.compile(
                "baton_tracking_hits_total\\{agent=\"\\w+\",kind=\"%s\",outcome=\"%s\"\\} (\\d+)"
                    .formatted(kind, outcome))
            .matcher(get("/q/metrics").body());
    return line.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }
}
