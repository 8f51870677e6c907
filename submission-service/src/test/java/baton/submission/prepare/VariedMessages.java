package baton.submission.prepare;

import baton.submission.compose.Composer;
import baton.submission.compose.Draft;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 200 messages of all kinds, all from {@code own.test}: 140 as programs write them, 60 composed.
 */
final class VariedMessages {

  private static final String LONG = "long line, ".repeat(90);
  private static final String BASE64 =
      Base64.getMimeEncoder()
          .encodeToString("an attachment \0\1\2 ".repeat(60).getBytes(StandardCharsets.UTF_8));

  /** What stands behind From. */
  private static final List<String> HEADERS =
      List.of(
          "",
          "Subject: plain\r\nTo: x@y.test\r\nDate: Sat, 21 Nov 2026 20:00:00 +0000\r\n",
          "Subject:no blank\r\nTo:\tx@y.test\r\nCc: \r\n",
          "Subject:   folded\r\n \t and  spaced \r\n\t\ttwice\r\n   thrice\t \r\nTo: x@y.test\r\n",
          "SUBJECT: \u00dcn\u00efcode \u4f60\u597d \ud83d\ude80\r\nTo: \u00c4nne <x@y.test>\r\n",
          "Subject: =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?b?w6TDtsO8?=\r\nIn-Reply-To: <1@y.test>\r\n",
          "Reply-To: b@own.test\r\nX-One: 1\r\nX-One: 2\r\nx-one:\r\n 3\r\nSubject: twice\r\n",
          "List-Unsubscribe: <mailto:u@own.test>,\r\n <https://own.test/u>\r\nPrecedence: bulk\r\n",
          "References: " + "<123456789@y.test>\r\n ".repeat(30) + "<0@y.test>\r\nBcc: z@y.test\r\n",
          "To: " + "Some Body <x@y.test>,\r\n\t".repeat(20) + "x@y.test\r\nX-Baton-Tags: a\r\n");

  /** Content fields, empty line and body. */
  private static final List<String> BODIES =
      List.of(
          "\r\n",
          "\r\n\r\n",
          "\r\n\r\n\r\n\r\n\r\n",
          "\r\nhi",
          "\r\nhi\r\n",
          "\r\nhi\r\n\r\n\r\n\r\n",
          "\r\n \t \r\n\t\r\n",
          "\r\n. dots\r\n.\r\n..\r\n  blanks  in\t\ttheir   places \t\r\n \r\nend \r\n\r\n",
          "\r\n" + LONG + "\r\n" + LONG + "\r\nend",
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
              + "Content-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe  \u4f60\u597d \ud83d\ude80\r\n",
          "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
              + "<html><body><p>caf\u00e9 <a href=\"https://e.test/\">x</a></body></html>\r\n",
          "MIME-Version: 1.0\r\nContent-Type: text/html\r\n"
              + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
              + "<a href=3D\"https://e.test/a=\r\n/b\">caf=C3=A9</a> =20\r\n\r\n",
          "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b  b\"\r\n\r\npreamble\r\n"
              + "--b  b\r\n\r\ntext \r\n--b  b\r\nContent-Type: application/octet-stream\r\n"
              + "Content-Transfer-Encoding: base64\r\n\r\n"
              + BASE64
              + "\r\n--b  b--\r\nepilogue\r\n\r\n",
          "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n\tboundary=x\r\n\r\n"
              + "--x\r\n\r\nt\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>h</p>\r\n--x--");

  private VariedMessages() {}

  static List<byte[]> all() {
    List<byte[]> all = new ArrayList<>();
    for (String header : HEADERS) {
      for (String body : BODIES) {
        all.add(("From: a@own.test\r\n" + header + body).getBytes(StandardCharsets.UTF_8));
      }
    }
    Composer composer = new Composer(InstantSource.fixed(Workshop.NOW));
    for (String text : List.of("", "hi", "Gr\u00fc\u00dfe\n\n\n", "  a \t b \n.\n\n", LONG)) {
      for (String html :
          List.of("<p>h\u00e9</p>", "<a href='https://e.test/?a=1&amp;b=2'>x</a>", "")) {
        for (int attachments = 0; attachments < 4; attachments++) {
          all.add(
              composer.compose(draft(text, html.isEmpty() ? null : html, attachments)).content());
        }
      }
    }
    return all;
  }

  private static Draft draft(String text, @Nullable String html, int attachments) {
    List<Draft.Attachment> files = new ArrayList<>();
    for (int i = 0; i < attachments; i++) {
      files.add(
          new Draft.Attachment(
              "Datei \u00fc" + i + ".txt", BASE64.replace("\r\n", ""), "text/plain", null, null));
    }
    return new Draft(
        "\u00c4nne <a@own.test>",
        List.of("x@y.test", "B\u00f6b <b@y.test>"),
        List.of(),
        List.of(),
        List.of("reply@own.test"),
        attachments % 2 == 0 ? "Gr\u00fc\u00dfe, " + "und so weiter ".repeat(10) : "Hi",
        text,
        html,
        Map.of("X-Campaign", "spring"),
        files);
  }
}
