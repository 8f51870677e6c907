package baton.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mailbox's pages as a browser gets them, with mail that means no good. */
class MailboxPagesIT {
  @TempDir static Path folder;
  private static Up up;

  private static final String HOSTILE =
      """
      From: "<script>alert(1)</script>" <evil@example.com>
      Subject: <img src=x onerror=alert(2)>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/html

      <script>alert(3)</script><img src="https://evil.example/pixel"><p>Readable</p>
      <a href="https://example.org/?a=1&amp;b=2">Go</a>
      --b
      Content-Type: text/html; name="../../page.html"
      Content-Disposition: attachment

      <script>alert(4)</script>
      --b--
      """;

  @BeforeAll
  static void captureMail() throws Exception {
    up = Up.start(folder, Up.freePorts()).ready();
    deliver("victim@example.org", HOSTILE);
    deliver("plain@example.org", "From: a@example.com\nSubject: Plain\n\n<b>not bold</b>\n");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> up.get("/mailbox/messages").contains("victim@example.org"));
  }

  @AfterAll
  static void stop() throws Exception {
    up.close();
  }

  @Test
  void listsMailAsTextWhateverItContains() throws Exception {
    HttpResponse<String> page = up.ask("/mailbox");
    assertThat(page.body())
        .contains("&lt;img src=x onerror=alert(2)&gt;", "victim@example.org")
        .doesNotContain("<img src=x", "<script>alert");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src 'self'; script-src 'self';");
    assertThat(up.get("/mailbox?q=VICTIM")).contains("victim@").doesNotContain("plain@");
    assertThat(up.get("/mailbox?q=nobody")).contains("Nothing matches");
    assertThat(up.get("/mailbox?q=%22%3E%3Cscript%3E")).doesNotContain("\"><script>");
  }

  @Test
  void showsHtmlInAFrameThatMayDoNothing() throws Exception {
    String page = up.get("/mailbox/messages/1");
    assertThat(page)
        .contains("sandbox=\"\"", "src=\"/mailbox/messages/1/html\"", "Load them")
        .contains("href=\"https://example.org/?a=1&amp;b=2\"")
        .doesNotContain("alert(3)", "<script>");

    HttpResponse<String> frame = up.ask("/mailbox/messages/1/html");
    assertThat(frame.body()).contains("Readable").doesNotContain("<script");
    assertThat(frame.headers().firstValue("Content-Security-Policy").orElseThrow())
        .isEqualTo(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
                + " base-uri 'none'; frame-ancestors 'self'; sandbox");
    assertThat(up.get("/mailbox/messages/1?images=remote"))
        .contains("src=\"/mailbox/messages/1/html?images=remote\"", "Hide them");
    assertThat(
            up.ask("/mailbox/messages/1/html?images=remote")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow())
        .contains("img-src data: https: http:;");
  }

  @Test
  void letsAttachmentsBeSavedAndNothingElse() throws Exception {
    assertThat(up.get("/mailbox/messages/1")).contains("/attachments/2", "page.html");
    HttpResponse<String> attachment = up.ask("/mailbox/messages/1/attachments/2");
    assertThat(attachment.headers().firstValue("Content-Type"))
        .contains("application/octet-stream");
    assertThat(attachment.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"page.html\"; filename*=UTF-8''page.html");
    assertThat(attachment.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void showsTextHeadersAndSourceAsTheyAre() throws Exception {
    assertThat(up.get("/mailbox/messages/2")).contains("&lt;b&gt;not bold&lt;/b&gt;");
    assertThat(up.get("/mailbox/messages/2?view=headers"))
        .contains("<th scope=\"row\">Subject</th>");
    HttpResponse<String> source = up.ask("/mailbox/messages/1/source");
    assertThat(source.body()).isEqualTo(HOSTILE.replace("\n", "\r\n"));
    assertThat(source.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(source.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("sandbox");
  }

  @Test
  void tellsScriptsWhatItHas() throws Exception {
    assertThat(up.get("/mailbox/messages?to=Plain@Example.org"))
        .contains(
            "\"id\":\"2\"",
            "\"from\":\"a@example.com\"",
            "\"to\":\"plain@example.org\"",
            "\"subject\":\"Plain\"",
            "\"size\":",
            "\"received_at\":\"20")
        .doesNotContain("victim");
    assertThat(up.get("/mailbox/messages?to=nobody@example.org")).isEqualTo("[]");
    assertThat(up.get("/mailbox/messages?limit=1")).contains("plain").doesNotContain("victim");
    assertThat(up.get("/mailbox/arrivals?after=1")).isEqualTo("{\"count\":1}");
  }

  @Test
  void saysSoWhereThereIsNoSuchMessage() throws Exception {
    assertThat(up.ask("/mailbox/messages/99").statusCode()).isEqualTo(404);
    assertThat(up.ask("/mailbox/messages/99/source").statusCode()).isEqualTo(404);
    assertThat(up.ask("/mailbox/messages/x/source").statusCode()).isEqualTo(404);
    assertThat(up.ask("/mailbox/messages/2/html").statusCode()).isEqualTo(404);
    assertThat(up.ask("/mailbox/messages/1/attachments/9").statusCode()).isEqualTo(404);
  }

  @Test
  void answersToNoForeignName() throws Exception {
    assertThat(statusForHost("evil.example")).isEqualTo("HTTP/1.1 421 Misdirected Request");
    assertThat(statusForHost("127.0.0.1.evil.example:8080")).startsWith("HTTP/1.1 421");
    assertThat(statusForHost("127.0.0.1:1")).isEqualTo("HTTP/1.1 200 OK");
    assertThat(statusForHost("[::1]")).isEqualTo("HTTP/1.1 200 OK");
  }

  private static String statusForHost(String host) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", up.port(Port.HTTP))) {
      String request = "GET /mailbox/messages HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static void deliver(String recipient, String mail) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", up.port(Port.MAILBOX));
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      String[] dialogue = {
        "HELO test",
        "MAIL FROM:<evil@example.com>",
        "RCPT TO:<" + recipient + ">",
        "DATA",
        mail.replace("\n", "\r\n") + "."
      };
      for (String line : dialogue) {
        assertThat(replies.readLine()).matches("[23].*");
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(replies.readLine()).startsWith("250 ");
    }
  }
}
