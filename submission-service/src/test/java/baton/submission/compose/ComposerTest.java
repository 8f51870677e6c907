package baton.submission.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.submission.Corpus;
import baton.submission.admission.RefusedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerTest {

  private final Composer composer =
      new Composer(InstantSource.fixed(Instant.parse("2026-11-21T20:00:00Z")));

  private static Draft draft(@Nullable String text, @Nullable String html) {
    return new Draft(
        "Ann <a@own.test>",
        List.of("x@y.test"),
        List.of(),
        List.of(),
        List.of(),
        "Hi",
        text,
        html,
        Map.of(),
        List.of());
  }

  private static Draft with(Draft.Attachment... attachments) {
    Draft draft = draft("text", "<p>html");
    return new Draft(
        draft.from(),
        draft.to(),
        draft.cc(),
        draft.bcc(),
        draft.replyTo(),
        draft.subject(),
        draft.text(),
        draft.html(),
        draft.headers(),
        List.of(attachments));
  }

  @Test
  void namesAndSubjectArriveAsTheyWereWritten() {
    String subject = "Grüße an 東京 \uD83D\uDE00, und noch ein wenig mehr, damit die Zeile umbricht";
    Message message =
        read(
            composer.compose(
                new Draft(
                    "\"Lee, Änne\" <a@own.test>",
                    List.of("Bob \"the\" B. <b@y.test>", "c@y.test"),
                    List.of("東京 <d@y.test>"),
                    List.of(),
                    List.of("Reply <r@own.test>"),
                    subject,
                    "text",
                    null,
                    Map.of("X-Note", "für dich", "References", "<1@a> <2@b>"),
                    List.of())));

    assertThat(message.getSubject()).isEqualTo(subject);
    assertThat(message.getFrom().getFirst().getName()).isEqualTo("Lee, Änne");
    assertThat(message.getFrom().getFirst().getAddress()).isEqualTo("a@own.test");
    assertThat(message.getTo().flatten())
        .extracting(m -> m.getName())
        .containsExactly("Bob the B.", null);
    assertThat(message.getCc().flatten().getFirst().getName()).isEqualTo("東京");
    assertThat(message.getReplyTo().flatten().getFirst().getAddress()).isEqualTo("r@own.test");
    assertThat(message.getDate()).isEqualTo(Instant.parse("2026-11-21T20:00:00Z"));
    assertThat(message.getMessageId()).endsWith("@own.test>");
    assertThat(message.getHeader().getField("References").getBody()).isEqualTo("<1@a> <2@b>");
  }

  @Test
  void textAndHtmlAreAlternatives() {
    Multipart parts =
        (Multipart) read(composer.compose(draft("grüß\r\ndich", "<p>é</p>"))).getBody();

    assertThat(parts.getSubType()).isEqualTo("alternative");
    assertThat(parts.getBodyParts())
        .extracting(Entity::getMimeType)
        .containsExactly("text/plain", "text/html");
    assertThat(text(parts.getBodyParts().get(0))).isEqualTo("grüß\r\ndich");
    assertThat(text(parts.getBodyParts().get(1))).isEqualTo("<p>é</p>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "one\ntwo\r\nthree\rfour",
        " leading and trailing \t",
        "-- \n.dot\n..dots\nFrom here",
        "=3D and =\n",
        "é"
      })
  void aTextArrivesAsItWasWritten(String text) {
    String arrived = text(read(composer.compose(draft(text, null))));

    assertThat(arrived.replaceFirst("\r\n$", ""))
        .isEqualTo(text.replaceAll("\r\n|\r|\n", "\r\n").replaceFirst("\r\n$", ""));
  }

  @Test
  void noLineIsLongerThanServersTake() {
    String html = "<p>" + "x".repeat(5_000) + "</p>\n" + "=".repeat(2_000);
    Composition composition = composer.compose(draft(null, html));

    assertThat(string(composition).lines()).allMatch(line -> line.length() <= 998);
    assertThat(text(read(composition)).replace("\r\n", "\n").strip()).isEqualTo(html);
  }

  @Test
  void attachmentsKeepTheirOctetsAndNames() {
    byte[] octets = {0, 1, 2, (byte) 0xff, '\r', '\n'};
    Message message =
        read(
            composer.compose(
                with(
                    new Draft.Attachment(
                        "Übersicht \"1\".pdf", base64(octets), "application/pdf", null, null),
                    new Draft.Attachment("logo.png", base64(octets), "image/png", "logo", null))));

    Multipart mixed = (Multipart) message.getBody();
    assertThat(mixed.getSubType()).isEqualTo("mixed");
    Entity pdf = mixed.getBodyParts().get(1);
    assertThat(pdf.getFilename()).isEqualTo("Übersicht \"1\".pdf");
    assertThat(pdf.getDispositionType()).isEqualTo("attachment");
    assertThat(octets(pdf)).isEqualTo(octets);
    Multipart alternative = (Multipart) mixed.getBodyParts().getFirst().getBody();
    Multipart related = (Multipart) alternative.getBodyParts().get(1).getBody();
    assertThat(related.getSubType()).isEqualTo("related");
    Entity logo = related.getBodyParts().get(1);
    assertThat(logo.getHeader().getField("Content-ID").getBody()).isEqualTo("<logo>");
    assertThat(logo.getDispositionType()).isEqualTo("inline");
  }

  @Test
  void imagesWithinTheHtmlAreRelatedToIt() {
    Draft.Attachment logo = new Draft.Attachment("a.png", "AAAA", "image/png", "logo", null);
    Draft.Attachment photo = new Draft.Attachment("b.png", "AAAB", "image/png", "<p@x>", "inline");
    Draft draft = with(logo, photo);
    String message =
        new String(composer.compose(draft).content(), StandardCharsets.US_ASCII)
            .replace("\r\n ", " ");

    assertThat(message)
        .contains("Content-Type: multipart/related; type=\"text/html\"; boundary=")
        .contains("Content-ID: <logo>\r\n", "Content-ID: <p@x>\r\n")
        .contains("Content-Disposition: inline; filename=\"a.png\"")
        .doesNotContain("multipart/mixed");
    Matcher boundaries = Pattern.compile("boundary=\"([^\"]*)\"").matcher(message);
    assertThat(boundaries.results().map(found -> found.group(1)))
        .hasSize(2)
        .allSatisfy(boundary -> assertThat(boundary).hasSizeLessThanOrEqualTo(70));
  }

  @Test
  void aContentIdNamesOneAttachment() {
    Draft.Attachment logo = new Draft.Attachment("a.png", "AAAA", "image/png", "logo", null);
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> composer.compose(with(logo, logo)));
    assertThat(refused.field()).isEqualTo("attachments[1].content_id");
  }

  @Test
  void whoIsInBccGetsACopyAndIsNotNamed() {
    Composition composition =
        composer.compose(
            new Draft(
                "a@own.test",
                List.of(),
                List.of(),
                List.of("s@y.test"),
                List.of(),
                null,
                "x",
                null,
                Map.of(),
                List.of()));

    assertThat(composition.recipients())
        .extracting(r -> r.address().toString())
        .containsExactly("s@y.test");
    assertThat(string(composition))
        .doesNotContain("s@y.test")
        .contains("To: undisclosed-recipients:;");
  }

  static Stream<Arguments> injections() {
    Stream<Arguments> own =
        Stream.of("\r\n", "\r", "\n", "\0", "\u2028", "\u0085")
            .flatMap(
                end ->
                    Stream.of(
                            "subject",
                            "from_name",
                            "to_name",
                            "header_value",
                            "header_name",
                            "filename",
                            "content_type",
                            "content_id",
                            "reply_to")
                        .map(field -> Arguments.of(field, "x" + end + "Bcc: evil@inject.test")));
    return own;
  }

  @ParameterizedTest
  @MethodSource("injections")
  void aLineBreakIsRefusedAndItsFieldNamed(String field, String value) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> composer.compose(hostile(field, value)));

    assertThat(refused).as(field).isNotNull();
    assertThat(refused.field()).isNotBlank();
  }

  static Stream<JsonNode> corpus() {
    return Corpus.lines("smtp-dialogues/header-injection.jsonl").stream();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void injectionsOfTheCorpusAddNoField(JsonNode sample) {
    String value = unescape(sample.get("value").asText());
    for (String field :
        List.of("subject", "from_name", "to_name", "header_value", "filename", "reply_to")) {
      try {
        Composition composition = composer.compose(hostile(field, value));
        assertThat(string(composition).lines())
            .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("bcc"))
            .noneMatch(line -> line.startsWith("evil@"));
        assertThat(composition.recipients()).hasSize(1);
      } catch (RefusedException refused) {
        assertThat(refused.field()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From",
        "to",
        "BCC",
        "Subject",
        "Content-Type",
        "content-transfer-encoding",
        "MIME-Version",
        "DKIM-Signature",
        "X-Baton-Tags",
        "Received",
        "Bad Name",
        "Bad:Name",
        ""
      })
  void aHeaderThatIsNotForHeadersToSetIsRefused(String name) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                composer.compose(
                    new Draft(
                        "a@own.test",
                        List.of("x@y.test"),
                        List.of(),
                        List.of(),
                        List.of(),
                        "s",
                        "t",
                        null,
                        Map.of(name, "v"),
                        List.of())));

    assertThat(refused.field()).startsWith("headers");
  }

  @Test
  void theFieldThatMakesNoSenseIsNamed() {
    assertThat(
            field(
                new Draft(
                    "a@own.test",
                    List.of("x@y.test", "nobody"),
                    List.of(),
                    List.of(),
                    List.of(),
                    "s",
                    "t",
                    null,
                    Map.of(),
                    List.of())))
        .isEqualTo("to[1]");
    assertThat(field(draft(null, null))).isEqualTo("text");
    assertThat(field(with(new Draft.Attachment("a", "%%%", null, null, null))))
        .isEqualTo("attachments[0].content");
    assertThat(field(with(new Draft.Attachment("a", "", "nonsense", null, null))))
        .isEqualTo("attachments[0].content_type");
    assertThat(field(with(new Draft.Attachment("a", "", "multipart/mixed", null, null))))
        .isEqualTo("attachments[0].content_type");
    assertThat(field(with(new Draft.Attachment("a", "", null, "a b", null))))
        .isEqualTo("attachments[0].content_id");
    assertThat(field(with(new Draft.Attachment("a", "", null, null, "formdata"))))
        .isEqualTo("attachments[0].disposition");
  }

  private String field(Draft draft) {
    return String.valueOf(
        catchThrowableOfType(RefusedException.class, () -> composer.compose(draft)).field());
  }

  private static Draft hostile(String field, String value) {
    return new Draft(
        field.equals("from_name") ? value + " <a@own.test>" : "a@own.test",
        List.of(field.equals("to_name") ? value + " <x@y.test>" : "x@y.test"),
        List.of(),
        List.of(),
        field.equals("reply_to") ? List.of(value + " <r@own.test>") : List.of(),
        field.equals("subject") ? value : "s",
        "text",
        "<p>html",
        field.equals("header_name")
            ? Map.of(value, "v")
            : Map.of("X-Note", field.equals("header_value") ? value : "v"),
        List.of(
            new Draft.Attachment(
                field.equals("filename") ? value : "f",
                "",
                field.equals("content_type") ? "text/plain; x=" + value : "text/plain",
                field.equals("content_id") ? value : "id",
                null)));
  }

  /** The corpus writes octets as {@code \r}, {@code \n} and {@code \xHH}. */
  private static String unescape(String escaped) {
    String octets =
        Pattern.compile("\\\\x([0-9a-f]{2})")
            .matcher(escaped.replace("\\r", "\r").replace("\\n", "\n"))
            .replaceAll(
                hex ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(hex.group(1), 16))));
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String string(Composition composition) {
    return new String(composition.content(), StandardCharsets.UTF_8);
  }

  private static Message read(Composition composition) {
    try {
      return new DefaultMessageBuilder()
          .parseMessage(new ByteArrayInputStream(composition.content()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Entity entity) {
    return new String(octets(entity), StandardCharsets.UTF_8);
  }

  private static byte[] octets(Entity entity) {
    try {
      return ((SingleBody) entity.getBody()).getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
