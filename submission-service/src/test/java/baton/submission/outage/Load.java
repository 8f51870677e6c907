package baton.submission.outage;

import baton.submission.http.Tenant;
import baton.submission.smtp.SmtpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applications that go on whatever they are told: SMTP sessions, callers by HTTP, and callers that
 * repeat a request under its {@code Idempotency-Key} until it is taken.
 */
final class Load implements AutoCloseable {

  /** Of whoever was refused. Those who were accepted send the next message at once. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** Longer than anybody should have to wait: to be noticed, and not to hang. */
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  private static final Pattern SMTP_ID = Pattern.compile("^250 2\\.0\\.0 accepted as (\\S+)");
  private static final Pattern HTTP_ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final Tenant tenant;
  private final int smtpPort;
  private final URI emails;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final ExecutorService applications = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean over;

  /**
   * What an application was told.
   *
   * @param door by which it came: {@code smtp}, {@code http} or {@code key}
   * @param recipient of this one message
   * @param said the reply's or answer's words; what went wrong where there were none
   * @param id of the message; empty where it was refused
   */
  record Answer(String door, String recipient, String said, String id, long began, Duration took) {

    boolean accepted() {
      return !id.isEmpty();
    }

    boolean beganAfter(long time) {
      return began - time > 0;
    }
  }

  private Load(Tenant tenant, int smtpPort, int httpPort) {
    this.tenant = tenant;
    this.smtpPort = smtpPort;
    this.emails = URI.create("http://localhost:" + httpPort + "/v1/emails");
  }

  /** Begins: 20 sessions by SMTP, 10 callers by HTTP, and 10 with a key. */
  static Load on(Tenant tenant, int smtpPort, int httpPort) {
    Load load = new Load(tenant, smtpPort, httpPort);
    for (int i = 0; i < 20; i++) {
      String session = "smtp" + i;
      load.applications.submit(() -> load.bySmtp(session));
    }
    for (int i = 0; i < 10; i++) {
      String caller = "http" + i;
      load.applications.submit(() -> load.byHttp(caller));
      String repeater = "key" + i;
      load.applications.submit(() -> load.underKeys(repeater));
    }
    return load;
  }

  /** What has been said so far. */
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  private Void bySmtp(String name) throws Exception {
    for (int i = 0; !over; ) {
      try (SmtpClient client = SmtpClient.connectTls(smtpPort, ENOUGH)) {
        client.login(tenant.apiKey());
        for (; !over; i++) {
          String recipient = recipient(name, i);
          told(
              "smtp", recipient, () -> client.send(from(), message(recipient), recipient), SMTP_ID);
        }
      } catch (IOException e) {
        // It is among the answers, and the next message comes by the next session.
        i++;
      }
    }
    return null;
  }

  private Void byHttp(String name) throws Exception {
    for (int i = 0; !over; i++) {
      String recipient = recipient(name, i);
      told("http", recipient, () -> post(request(recipient)), HTTP_ID);
    }
    return null;
  }

  private Void underKeys(String name) throws Exception {
    for (int i = 0; !over; i++) {
      String recipient = recipient(name, i);
      HttpRequest request =
          HttpRequest.newBuilder(request(recipient), (_, _) -> true)
              .header("Idempotency-Key", recipient)
              .build();
      boolean taken = false;
      while (!taken && !over) {
        taken = told("key", recipient, () -> post(request), HTTP_ID);
      }
    }
    return null;
  }

  private interface Question {
    String ask() throws IOException, InterruptedException;
  }

  /** Whether it was accepted. */
  private boolean told(String door, String recipient, Question question, Pattern accepted)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    String said;
    IOException lost = null;
    try {
      said = question.ask();
    } catch (IOException e) {
      said = "no answer: " + e;
      lost = e;
    }
    Matcher matcher = accepted.matcher(said);
    String id = matcher.find() ? matcher.group(1) : "";
    answers.add(
        new Answer(door, recipient, said, id, began, Duration.ofNanos(System.nanoTime() - began)));
    if (lost != null && door.equals("smtp")) {
      throw lost;
    }
    if (id.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
    return !id.isEmpty();
  }

  private String post(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    String retryAfter = response.headers().firstValue("Retry-After").orElse("none");
    return response.statusCode() + " Retry-After: " + retryAfter + " " + response.body();
  }

  private HttpRequest request(String recipient) {
    return HttpRequest.newBuilder(emails)
        .timeout(ENOUGH)
        .header("Authorization", "Bearer " + tenant.apiKey())
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                """
                {"from": "%s", "to": "%s", "subject": "Under load", "text": "Hello"}
                """
                    .formatted(from(), recipient)))
        .build();
  }

  private String message(String recipient) {
    return "From: " + from() + "\r\nTo: " + recipient + "\r\nSubject: Under load\r\n\r\nHello";
  }

  private String from() {
    return "news@" + tenant.domain();
  }

  /** Of a message that nobody else sends. */
  private String recipient(String name, int number) {
    return tenant.account() + "-" + name + "-" + number + "@d" + number % 7 + ".example";
  }

  /** Waits until everybody has had the answer to what was asked last. */
  @Override
  public void close() {
    over = true;
    applications.close();
    http.close();
  }
}
