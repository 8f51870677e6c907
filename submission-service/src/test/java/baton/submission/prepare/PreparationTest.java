package baton.submission.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.event.Event;
import baton.contracts.outbound.OutboundMessage;
import baton.contracts.token.Token;
import baton.submission.admission.Receipt;
import baton.submission.admission.Wishes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {

  private static final String HEADER =
      "From: Ann <a@own.test>\r\nTo: x@y.test\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n";

  private final Workshop workshop = new Workshop();

  @Test
  void everyRecipientGetsARecordAndAnEventOfItsOwn() {
    Prepared prepared =
        workshop.prepare(
            (HEADER + "\r\nhi\r\n").getBytes(StandardCharsets.UTF_8),
            Workshop.wishes(Map.of("order", "7"), "welcome"),
            "a@own.test",
            "x@Y.test",
            "z@w.test");

    List<OutboundMessage> messages = Workshop.outbound(prepared);
    assertThat(prepared.receipts())
        .extracting(Receipt::recipient)
        .containsExactly("x@y.test", "z@w.test");
    assertThat(messages).extracting(OutboundMessage::lane).containsExactly("y.test", "w.test");
    assertThat(messages)
        .extracting(OutboundMessage::id)
        .containsExactlyElementsOf(prepared.receipts().stream().map(Receipt::id).toList());
    assertThat(messages.getFirst().tags()).containsExactly("welcome");
    assertThat(messages.getFirst().metadata()).containsEntry("order", "7");
    assertThat(messages.getFirst().sender()).isEqualTo("a@own.test");
    assertThat(Workshop.events(prepared))
        .hasSize(2)
        .allSatisfy(
            event -> {
              Event.Accepted accepted = (Event.Accepted) event;
              assertThat(accepted.subject()).isEqualTo("café");
              assertThat(accepted.protocol()).isEqualTo("smtp");
              assertThat(accepted.size()).isPositive();
            });
  }

  @Test
  void theReturnPathAndTheTokensSayWhichMessageItIs() {
    OutboundMessage message = workshop.prepare(HEADER + "\r\nhi\r\n");

    String mailFrom = message.mailFrom();
    assertThat(mailFrom).endsWith("@" + Workshop.BOUNCES);
    assertThat(workshop.returnPath.open(mailFrom.substring(0, mailFrom.indexOf('@'))))
        .hasValueSatisfying(origin -> assertThat(origin.messageId()).isEqualTo(message.id()));
    Token reference =
        workshop.tokens.open(Workshop.field(message, "X-Baton-Ref").strip()).orElseThrow();
    assertThat(reference.messageId()).isEqualTo(message.id());
    assertThat(reference.recipient()).isEqualTo("x@y.test");
    assertThat(workshop.tokens(Workshop.field(message, "List-Unsubscribe"), "/t/u/"))
        .extracting(Token::kind)
        .containsExactly(Token.Kind.UNSUBSCRIBE);
    assertThat(Workshop.field(message, "List-Unsubscribe-Post"))
        .isEqualTo("List-Unsubscribe=One-Click");
  }

  @Test
  void aNotificationKeepsTheNullPath() {
    Prepared prepared =
        workshop.prepare(
            (HEADER + "\r\nhi\r\n").getBytes(StandardCharsets.UTF_8),
            Wishes.DEFAULT,
            "",
            "x@y.test");

    assertThat(Workshop.outbound(prepared).getFirst().mailFrom()).isEmpty();
  }

  @Test
  void whoMustNotBeWrittenToGetsAnEndingAndNoRecord() {
    Prepared prepared =
        workshop.prepare(
            (HEADER + "\r\nhi\r\n").getBytes(StandardCharsets.UTF_8),
            Wishes.DEFAULT,
            "a@own.test",
            "gone@y.test",
            "x@y.test");

    assertThat(Workshop.outbound(prepared))
        .extracting(OutboundMessage::rcptTo)
        .containsExactly("x@y.test");
    assertThat(prepared.receipts()).hasSize(2);
    assertThat(Workshop.events(prepared).stream().map(Event::type))
        .containsExactly("email.accepted", "email.suppressed", "email.accepted");
  }

  @Test
  void whatIsForBatonAloneDoesNotLeave() {
    OutboundMessage message =
        workshop.prepare(
            HEADER
                + "Bcc: secret@y.test\r\nX-Baton-Tags: a\r\nx-baton-metadata: {\"k\":\"v\"}\r\n"
                + "Idempotency-Key: 7\r\nReturn-Path: <a@own.test>\r\nFeedback-ID: mine\r\n"
                + "\r\nhi\r\n");

    assertThat(Workshop.header(message))
        .doesNotContain("secret")
        .doesNotContainIgnoringCase("x-baton-tags")
        .doesNotContainIgnoringCase("x-baton-metadata")
        .doesNotContain("Idempotency-Key")
        .doesNotContain("Return-Path")
        .contains("Feedback-ID: a:transactional:demo:baton\r\n");
  }

  @Test
  void whatIsMissingIsAddedAndWhatIsThereStays() {
    OutboundMessage bare = workshop.prepare("From: a@own.test\r\n\r\nhi\r\n");
    assertThat(Workshop.field(bare, "Message-ID")).isEqualTo("<" + bare.id() + "@own.test>");
    assertThat(Workshop.field(bare, "Date")).isEqualTo("Sat, 21 Nov 2026 20:00:00 +0000");
    assertThat(Workshop.field(bare, "Received"))
        .startsWith("by bounces.test (Baton) with ESMTPSA")
        .endsWith("Sat, 21 Nov 2026 20:00:00 +0000");

    OutboundMessage full =
        workshop.prepare(
            "Message-ID: <1@own.test>\r\nDate: now\r\nFrom: a@own.test\r\n"
                + "List-Unsubscribe: <mailto:u@own.test>\r\n\r\nhi\r\n");
    assertThat(Workshop.header(full))
        .contains("Message-ID: <1@own.test>\r\nDate: now\r\nFrom: a@own.test\r\n")
        .containsOnlyOnce("List-Unsubscribe: ")
        .doesNotContain("List-Unsubscribe-Post");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n\u00fc  \r\n\r\n\r\n--x\r\n",
        "\r\n<a href='https://e.test'>no html</a>\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\ntext\r\n--b--\r\nepi",
        "Content-Type: multipart/signed; boundary=b\r\n\r\n"
            + "--b\r\n"
            + "Content-Type: text/html\r\n\r\n"
            + "<a href='http://e.test'>x</a>\r\n"
            + "--b\r\n\r\n"
            + "signature\r\n"
            + "--b--\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n"
            + "Content-Type: text/html\r\n"
            + "Content-Disposition: attachment\r\n\r\n"
            + "<a href='http://e.test'>x</a>\r\n"
            + "--b--\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n"
            + "Content-Type: message/rfc822\r\n\r\n"
            + "Content-Type: text/html\r\n\r\n"
            + "<a href='http://e.test'>x</a>\r\n"
            + "--b--\r\n",
        "DKIM-Signature: v=1; d=other.test\r\n"
            + "Content-Type: text/html\r\n\r\n"
            + "<a href='http://e.test'>x</a>\r\n",
        "X-Baton-Track: none\r\nContent-Type: text/html\r\n\r\n<a href='http://e.test'>x</a>\r\n",
        "Content-Type: text/html; charset=utf-16\r\n\r\n<a href='http://e.test'>x</a>\r\n",
        "Content-Type: text/html\r\n"
            + "Content-Transfer-Encoding: x-unknown\r\n\r\n"
            + "<a href='http://e.test'>x</a>\r\n"
      })
  void aBodyThatNeedNotChangeLeavesAsItCame(String rest) {
    OutboundMessage message = workshop.prepare("From: a@own.test\r\n" + rest);

    assertThat(Workshop.body(message))
        .isEqualTo(
            rest.substring(
                rest.indexOf("\r\n\r\n") < 0 || rest.startsWith("\r\n")
                    ? 2
                    : rest.indexOf("\r\n\r\n") + 4));
  }

  @Test
  void onlyTheLinksAndThePixelOfAnHtmlPartChange() {
    String text = "--b\r\nContent-Type: text/plain\r\n\r\nhttps://e.test/?a=1  \r\n";
    String before =
        "--b\r\n"
            + "content-type: TEXT/HTML; charset=\"utf-8\"\r\n\r\n"
            + "<body><p class=x>h\u00e9 <a  href='";
    String after = "' >x</a><a href=\"mailto:a@own.test\">m</a>";
    String end = "</body>\r\n--b\r\nContent-Type: image/png\r\n\r\nraw\t\r\n--b--\r\nepilogue";
    OutboundMessage message =
        workshop.prepare(
            HEADER
                + "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
                + text
                + before
                + "https://e.test/?a=1&amp;b=2"
                + after
                + end);

    String body = Workshop.body(message);
    assertThat(body).startsWith(text + before).contains(after).endsWith(end);
    assertThat(workshop.tokens(body, "/t/c/"))
        .singleElement()
        .satisfies(
            token -> {
              assertThat(token.target()).isEqualTo("https://e.test/?a=1&b=2");
              assertThat(token.link()).isEqualTo(1);
              assertThat(token.messageId()).isEqualTo(message.id());
            });
    assertThat(workshop.tokens(body, "/t/o/")).hasSize(1);
    assertThat(body.replaceAll("https://track.test/t/c/[^']*", "URL").replaceAll("<img [^>]*>", ""))
        .isEqualTo(text + before + "URL" + after + end);
  }

  @Test
  void theMessageEndsInCrlfAlsoWhereThePixelIsItsLastWord() {
    for (String encoding : List.of("7bit", "quoted-printable")) {
      OutboundMessage message =
          workshop.prepare(
              HEADER
                  + "Content-Type: text/html\r\nContent-Transfer-Encoding: "
                  + encoding
                  + "\r\n\r\n<p>Hello</p>\r\n");

      String body = Workshop.body(message);
      assertThat(body).startsWith("<p>Hello</p>").contains("/t/o/").endsWith("\r\n");
    }
  }

  @Test
  void quotedPrintableIsPatchedInPlace() {
    String start = "<p>caf=C3=A9 =\r\nsoft <a href=3D\"";
    OutboundMessage message =
        workshop.prepare(
            HEADER
                + "Content-Type: text/html; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + start
                + "https://e.test/=C3=A9?q=3D1=\r\n23\">x</a>=\r\n</p>\r\n");

    String body = Workshop.body(message);
    assertThat(body).startsWith(start + "=\r\nhttps://track.test/t/c/");
    assertThat(body.lines()).allMatch(line -> line.length() <= 76);
    byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
    String decoded =
        new String(
            QuotedPrintable.decode(octets, 0, octets.length).octets(), StandardCharsets.UTF_8);
    assertThat(workshop.tokens(decoded, "/t/c/"))
        .extracting(Token::target)
        .containsExactly("https://e.test/é?q=123");
    assertThat(decoded).startsWith("<p>café soft <a href=\"https://").contains("\">x</a></p>");
  }

  @Test
  void base64IsDecodedAndEncodedAgain() {
    String html = "<p>\u00fc <a href='http://e.test/'>x</a></p>\r\n";
    OutboundMessage message =
        workshop.prepare(
            HEADER
                + "Content-Type: text/html; charset=windows-1252\r\n"
                + "Content-Transfer-Encoding: BASE64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(html.getBytes(StandardCharsets.ISO_8859_1))
                + "\r\n");

    String body = Workshop.body(message);
    assertThat(body.lines()).allMatch(line -> line.length() <= 76);
    String decoded = new String(Base64.getMimeDecoder().decode(body), StandardCharsets.ISO_8859_1);
    assertThat(workshop.tokens(decoded, "/t/c/")).hasSize(1);
    assertThat(decoded).startsWith("<p>\u00fc <a href='https://track.test/");
  }

  @Test
  void aLineThatGrewTooLongIsWrittenAnotherWay() {
    String link = "<a href='https://e.test/1'>x</a><a href='https://e.test/2'>y</a>";
    OutboundMessage message =
        workshop.prepare(
            HEADER
                + "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n<p>é"
                + link.repeat(8)
                + "</p>\r\n");

    assertThat(Workshop.field(message, "Content-Transfer-Encoding")).isEqualTo("quoted-printable");
    assertThat(Workshop.header(message)).containsOnlyOnce("Content-Transfer-Encoding: ");
    byte[] body = Workshop.body(message).getBytes(StandardCharsets.US_ASCII);
    String decoded =
        new String(QuotedPrintable.decode(body, 0, body.length).octets(), StandardCharsets.UTF_8);
    assertThat(decoded).startsWith("<p>é<a href='https://track.test/t/c/");
    assertThat(workshop.tokens(decoded, "/t/c/").stream().map(Token::link).distinct())
        .containsExactly(1, 2);
  }

  @Test
  void aMessageWithoutABodyIsOneToo() {
    assertThat(Workshop.body(workshop.prepare("Subject: x\r\nFrom: a@own.test"))).isEmpty();
  }
}
