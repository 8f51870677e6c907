package baton.submission.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.Corpus;
import baton.submission.prepare.HtmlSlots.Link;
import baton.submission.prepare.HtmlSlots.Pixel;
import baton.submission.prepare.HtmlSlots.Slot;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlSlotsTest {

  static Stream<JsonNode> cases() {
    return Corpus.lines("html/link-cases.jsonl").stream();
  }

  static Stream<JsonNode> pages() {
    return Corpus.lines("html/links.jsonl").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void linksOfTheCorpusAreFoundOrLeft(JsonNode sample) {
    String html = sample.get("html").asText();
    List<String> targets = new ArrayList<>();
    sample.path("targets").forEach(target -> targets.add(target.asText()));
    switch (sample.get("expect").asText()) {
      case "rewrite" ->
          assertThat(targets(html))
              .containsExactlyElementsOf(
                  targets.isEmpty()
                      ? List.of(html.split("href=['\"]")[1].split("['\"]")[0])
                      : targets);
      case "leave", "valid-amp", "invalid-amp" -> assertThat(targets(html)).allMatch(_ -> false);
      case "pixel" -> assertThat(pixels(html)).isEqualTo(1);
      default -> assertThat(find(html)).isNotNull();
    }
  }

  /** As a plain HTML parser counts them. */
  @ParameterizedTest
  @MethodSource("pages")
  void linksOfRealMailsAreFoundAndNothingElseChanges(JsonNode page) throws IOException {
    byte[] octets = Files.readAllBytes(Corpus.file("html/" + page.get("file").asText()));
    List<Slot> slots = HtmlSlots.find(octets, StandardCharsets.UTF_8, true, true);
    List<String> found =
        slots.stream().filter(Link.class::isInstance).map(slot -> ((Link) slot).target()).toList();
    List<String> wanted = new ArrayList<>();
    page.get("links")
        .forEach(
            link -> {
              if (link.get("rewrite").asText().equals("true")) {
                wanted.add(link.get("decoded_url").asText().strip());
              }
            });

    assertThat(found).containsAll(wanted);
    byte[] filled = fill(octets, slots);
    assertThat(new String(filled, StandardCharsets.ISO_8859_1).replace("\u0001", ""))
        .isEqualTo(new String(remove(octets, slots), StandardCharsets.ISO_8859_1));
  }

  @Test
  void aTargetIsWhatABrowserWouldRead() {
    assertThat(targets("<a href=\" https://e.test/?a=1&amp;b=2&#38;c=\r\n3 \">x</a>"))
        .containsExactly("https://e.test/?a=1&b=2&c=3");
    assertThat(targets("<A HREF=HTTPS://e.test/x>x</A>")).containsExactly("HTTPS://e.test/x");
    assertThat(targets("<a href='https://e.test/ü'>x</a>")).containsExactly("https://e.test/ü");
  }

  @Test
  void outlooksButtonsAreLinksToo() {
    assertThat(
            targets(
                "<!--[if mso]><v:rect href=\"https://e.test/b\"></v:rect><![endif]-->"
                    + "<a href=\"https://e.test/b\">b</a><!-- <a href='https://no.test'> -->"))
        .containsExactly("https://e.test/b", "https://e.test/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>a|</body></html>",
        "<html><body>a|</BODY >\r\n</html>-- footer",
        "<p>no body|",
        "<body>a<!-- </body> -->b|</body>",
        "|"
      })
  void thePixelGoesToTheEndOfTheBody(String marked) {
    int place = marked.indexOf('|');
    String html = marked.replace("|", "");

    assertThat(
            HtmlSlots.find(
                html.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, true))
        .containsExactly(new Pixel(place));
  }

  @Test
  void hostileHtmlIsSurvived() {
    assertThat(find("<a href='https://e.test/'>".repeat(2_000))).isNotEmpty();
    assertThat(find("<div>".repeat(20_000))).hasSize(1);
    assertThat(find("<a href=\"https://e.test")).hasSize(1);
    assertThat(targets("<a href='https://e.test/" + "x".repeat(9_000) + "'>")).isEmpty();
  }

  private static List<Slot> find(String html) {
    return HtmlSlots.find(
        html.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, true, true);
  }

  private static List<String> targets(String html) {
    return find(html).stream()
        .filter(Link.class::isInstance)
        .map(slot -> ((Link) slot).target())
        .toList();
  }

  private static long pixels(String html) {
    return find(html).stream().filter(Pixel.class::isInstance).count();
  }

  private static byte[] fill(byte[] octets, List<Slot> slots) {
    return Edit.apply(octets, 0, octets.length, edits(slots, new byte[] {1}));
  }

  private static byte[] remove(byte[] octets, List<Slot> slots) {
    return Edit.apply(octets, 0, octets.length, edits(slots, new byte[0]));
  }

  private static List<Edit> edits(List<Slot> slots, byte[] with) {
    return slots.stream().map(slot -> new Edit(slot.start(), slot.end(), with)).toList();
  }
}
