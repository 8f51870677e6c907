package baton.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The platform's HTTP API, as far as the commands need it. */
final class ApiClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Access access;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  ApiClient(Access access) {
    this.access = access;
  }

  /** Asks; throws {@link CommandException} where the answer is not 2xx, in the platform's words. */
  JsonNode get(String path) {
    return answer(request(path).GET());
  }

  /** Hands something over; throws as {@link #get}. */
  JsonNode post(String path, String contentType, byte[] body) {
    return answer(
        request(path)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(access.url() + path))
          .timeout(ANSWER)
          .header("Authorization", "Bearer " + access.apiKey())
          .header("Accept", "application/json, application/problem+json");
    } catch (IllegalArgumentException e) {
      throw CommandException.failure(
          "BATON_URL or BATON_API_KEY cannot be used: " + e.getMessage() + ".");
    }
  }

  private JsonNode answer(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = body(response);
      if (response.statusCode() / 100 == 2) {
        return body;
      }
      throw CommandException.failure(refusal(response.statusCode(), body));
    } catch (IOException e) {
      throw CommandException.failure(
          "Baton does not answer at %s (%s): is it running? ./baton up starts it."
              .formatted(access.url(), reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failure("interrupted.");
    }
  }

  private JsonNode body(HttpResponse<byte[]> response) throws IOException {
    try {
      JsonNode read = json.readTree(response.body());
      return read == null ? json.missingNode() : read;
    } catch (JsonProcessingException e) {
      return json.missingNode();
    }
  }

  /** A problem of RFC 9457 says what is wrong; a bare status must be enough otherwise. */
  private String refusal(int status, JsonNode problem) {
    String detail = problem.path("detail").asText(problem.path("title").asText(""));
    if (status == 401) {
      return "%s refuses the key (401): %s BATON_API_KEY must be the key of an account there."
          .formatted(access.url(), detail.isEmpty() ? "" : detail);
    }
    return "%s refuses (%d): %s"
        .formatted(access.url(), status, detail.isEmpty() ? "no reason given." : detail);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  ObjectMapper json() {
    return json;
  }
}
