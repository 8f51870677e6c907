package baton.submission.prepare;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/**
 * The places in an HTML text where something goes that differs from recipient to recipient. The
 * parser is asked only where they are; it never prints.
 */
final class HtmlSlots {

  /** A place in the text. */
  sealed interface Slot {
    int start();

    int end();
  }

  /**
   * The value of an attribute that leads somewhere.
   *
   * @param target where, as a browser would read it
   */
  record Link(int start, int end, String target) implements Slot {}

  /** Where the pixel goes. */
  record Pixel(int start) implements Slot {
    @Override
    public int end() {
      return start;
    }
  }

  /** Longer ones make a token that is longer than anybody opens. */
  private static final int MAX_TARGET = 8_000;

  private final String text;
  private final Charset charset;
  private final Map<Integer, Link> links = new TreeMap<>();
  private final Map<String, String> targets = new HashMap<>();

  private HtmlSlots(String text, Charset charset) {
    this.text = text;
    this.charset = charset;
  }

  /**
   * Finds the places in ascending order.
   *
   * @param octets the text, decoded; one octet is one position
   * @param charset in which octets beyond ASCII are to be read
   */
  static List<Slot> find(byte[] octets, Charset charset, boolean wantLinks, boolean wantPixel) {
    // Latin-1 maps each octet to one character, so that the parser's positions are the octets'.
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    HtmlSlots slots = new HtmlSlots(text, charset);
    Document document = parse(text);
    if (wantLinks) {
      slots.collect(document, 0);
    }
    List<Slot> found = new ArrayList<>(slots.links.values());
    if (wantPixel) {
      found.add(new Pixel(endOfBody(document, endOfLastLine(text))));
      found.sort(Comparator.comparingInt(Slot::start));
    }
    return found;
  }

  private static Document parse(String html) {
    return Parser.htmlParser().setTrackPosition(true).parseInput(html, "");
  }

  /** Before the last line's end: the message keeps ending in CRLF. */
  private static int endOfLastLine(String text) {
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    return end > 0 && end < text.length() && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private static int endOfBody(Document document, int length) {
    Range end = document.body().endSourceRange();
    return end.isTracked() && !end.isImplicit() ? end.startPos() : length;
  }

  private void collect(Document document, int offset) {
    document.traverse(
        (node, _) -> {
          switch (node) {
            case Element element when leadsSomewhere(element) -> link(element, offset);
            case Comment comment -> conditional(comment, offset);
            default -> {}
          }
        });
  }

  private static boolean leadsSomewhere(Element element) {
    String tag = element.normalName();
    return tag.equals("a") || tag.equals("area") || tag.startsWith("v:");
  }

  /** A conditional comment is text to Outlook: its buttons are links like those beside it. */
  private void conditional(Comment comment, int offset) {
    Range range = comment.sourceRange();
    String data = comment.getData();
    if (offset > 0 || !range.isTracked() || !data.stripLeading().startsWith("[if")) {
      return;
    }
    int start = range.startPos() + "<!--".length();
    if (text.startsWith(data, start)) {
      collect(parse(data), start);
    }
  }

  private void link(Element element, int offset) {
    Attribute attribute = element.attribute("href");
    if (attribute == null) {
      return;
    }
    Range range = attribute.sourceRange().valueRange();
    if (!range.isTracked() || range.endPos() <= range.startPos()) {
      return;
    }
    int start = offset + range.startPos();
    int end = offset + range.endPos();
    String target = target(text.substring(start, end));
    if (isWeb(target) && target.length() <= MAX_TARGET) {
      links.put(start, new Link(start, end, target));
    }
  }

  /** What a browser makes of an attribute's value (WHATWG URL, section 4.4, steps 1 and 3). */
  private String target(String raw) {
    return targets.computeIfAbsent(
        raw,
        _ -> {
          String value = new String(raw.getBytes(StandardCharsets.ISO_8859_1), charset);
          return Parser.unescapeEntities(value, true).replaceAll("[\t\r\n]", "").strip();
        });
  }

  private static boolean isWeb(String target) {
    String scheme = target.substring(0, Math.min(8, target.length())).toLowerCase(Locale.ROOT);
    boolean web = scheme.startsWith("http://") || scheme.startsWith("https://");
    return web && target.length() > target.indexOf("//") + 2 && !hasControl(target);
  }

  private static boolean hasControl(String target) {
    return target.chars().anyMatch(Character::isISOControl);
  }
}
