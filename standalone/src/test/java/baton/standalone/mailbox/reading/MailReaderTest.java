package baton.standalone.mailbox.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MailReaderTest {

  @Test
  void findsTextHtmlAndAttachments() {
    ReadMail mail =
        read(
            """
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
            Content-Type: multipart/mixed; boundary=out

            --out
            Content-Type: multipart/alternative; boundary=in

            --in
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            --in
            Content-Type: text/html; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            <p>Gr=FC=DFe</p>
            --in--
            --out
            Content-Type: application/pdf; name="bill.pdf"
            Content-Disposition: attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf
            Content-Transfer-Encoding: base64

            JVBERg==
            --out--
            """);

    assertThat(mail.complete()).isTrue();
    assertThat(mail.text().orElseThrow().strip()).isEqualTo("Grüße");
    assertThat(mail.html().orElseThrow().strip()).isEqualTo("<p>Grüße</p>");
    assertThat(mail.attachments())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.fileName()).isEqualTo("résumé.pdf");
              assertThat(part.contentType()).isEqualTo("application/pdf");
              assertThat(part.content()).asString(StandardCharsets.US_ASCII).isEqualTo("%PDF");
            });
    assertThat(mail.header("subject")).contains("=?utf-8?q?Gr=C3=BC=C3=9Fe?=");
  }

  @Test
  void readsAMessageWithNoMimeAtAll() {
    ReadMail mail = read("From: a@example.org\n\nHello\n");
    assertThat(mail.text()).contains("Hello\r\n");
    assertThat(mail.html()).isEmpty();
    assertThat(mail.attachments()).isEmpty();
  }

  @Test
  void doesNotCountAnImageAsAttachedThatTheHtmlShows() {
    ReadMail mail = read(RELATED);
    assertThat(mail.parts()).hasSize(2);
    assertThat(mail.attachments()).extracting(Part::fileName).containsExactly("other.png");
  }

  @Test
  void showsWhatItCouldReadOfBrokenMail() {
    ReadMail cut =
        read(
            """
            Content-Type: multipart/mixed; boundary=out

            --out
            Content-Type: text/plain

            As far as it
            """);
    assertThat(cut.text().orElseThrow()).startsWith("As far as it");

    ReadMail nonsense = MailReader.read(new byte[] {0, -1, -2, 13, 10, 3, 7});
    assertThat(nonsense.parts().size() + nonsense.text().stream().count()).isLessThanOrEqualTo(1);

    ReadMail unknownCharset = read("Content-Type: text/plain; charset=no-such\n\nHello\n");
    assertThat(unknownCharset.text()).contains("Hello\r\n");
  }

  @Test
  void stopsAtMailThatIsNestedOrSplitWithoutEnd() {
    StringBuilder nested = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      nested
          .append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\n\n--b")
          .append(i)
          .append("\n");
    }
    assertThat(read(nested.toString()).complete()).isFalse();

    StringBuilder split = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    split.append("--b\nContent-Type: image/png\n\nx\n".repeat(20_000)).append("--b--\n");
    ReadMail parts = read(split.toString());
    assertThat(parts.complete()).isFalse();
    assertThat(parts.parts()).hasSize(500);

    assertThat(read("X-Many: x\n".repeat(50_000) + "\nHello\n").headers()).hasSize(2_000);
    assertThat(read("X-Long: " + "x".repeat(3_000_000) + "\n\nHello\n").headers()).isEmpty();
  }

  @Test
  void givesAttachmentsNamesThatAreNoPaths() {
    assertThat(FileName.safe("../../etc/passwd", "x")).isEqualTo("passwd");
    assertThat(FileName.safe("C:\\Windows\\evil.exe", "x")).isEqualTo("evil.exe");
    assertThat(FileName.safe("..", "x")).isEqualTo("x");
    assertThat(FileName.safe(".bashrc", "x")).isEqualTo("bashrc");
    assertThat(FileName.safe("invoice\u202Efdp.exe", "x")).isEqualTo("invoicefdp.exe");
    assertThat(FileName.safe("a\r\nSet-Cookie: b", "x")).isEqualTo("aSet-Cookie b");
    assertThat(FileName.safe("long".repeat(100) + ".pdf", "x")).hasSize(120).endsWith(".pdf");
    assertThat(FileName.attachment("naïve \"file\".txt"))
        .isEqualTo(
            "attachment; filename=\"na_ve _file_.txt\";"
                + " filename*=UTF-8''na%C3%AFve%20%22file%22.txt");
  }

  @Test
  void showsImagesThatTheMessageBringsAndNoneFromElsewhere() {
    FramedHtml framed = FramedHtml.of(read(RELATED));
    assertThat(framed.document())
        .contains("src=\"data:image/png;base64,iVBORw==\"")
        .contains("url(data:image/png;base64,iVBORw==)")
        .doesNotContain("cid:logo");
    assertThat(framed.remoteImages()).isTrue();
    assertThat(FramedHtml.policy(false))
        .startsWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
        .endsWith("; sandbox")
        .doesNotContain("http");
    assertThat(FramedHtml.policy(true)).contains("img-src data: https: http:;");
  }

  @Test
  void takesOutWhatRunsOrRedirects() {
    FramedHtml framed =
        FramedHtml.of(
            read(
                """
                Content-Type: text/html

                <base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=//evil">
                <script>alert(1)</script><iframe src="https://evil.example"></iframe>
                <svg><script>alert(2)</script></svg><link rel=prefetch href="https://evil.example">
                <object data=x></object><p onclick="alert(3)">Hello</p>
                <a href="javascript:alert(4)">bad</a><a href="https://example.org/?a=1&amp;b=2">good</a>
                """));
    assertThat(framed.document())
        .contains("Hello")
        .doesNotContain("<script", "<iframe", "refresh", "<base", "<link", "<object");
    assertThat(framed.links())
        .containsExactly(new FramedHtml.Link("good", "https://example.org/?a=1&b=2"));
    assertThat(framed.remoteImages()).isFalse();
  }

  @Test
  void servesHugeHtmlAsItIs() {
    String body = "<p>" + "x".repeat(10 * 1024 * 1024) + "</p>";
    FramedHtml framed = FramedHtml.of(read("Content-Type: text/html\n\n" + body));
    assertThat(framed.document()).startsWith("<p>xxx").hasSizeGreaterThan(10 * 1024 * 1024);
  }

  private static final String RELATED =
      """
      Content-Type: multipart/related; boundary=b

      --b
      Content-Type: text/html

      <img src="cid:logo"><p style="background: url('cid:logo')">x</p><img src="https://t.example/o">
      --b
      Content-Type: image/png
      Content-ID: <logo>
      Content-Transfer-Encoding: base64

      %1$s
      --b
      Content-Type: image/png; name=other.png
      Content-ID: <other>
      Content-Transfer-Encoding: base64

      %1$s
      --b--
      """
          .formatted(Base64.getEncoder().encodeToString(new byte[] {(byte) 0x89, 'P', 'N', 'G'}));

  private static ReadMail read(String text) {
    return MailReader.read(text.replace("\n", "\r\n").getBytes(Charset.forName("UTF-8")));
  }
}
