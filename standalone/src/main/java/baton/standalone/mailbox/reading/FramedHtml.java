package baton.standalone.mailbox.reading;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A message's HTML as the page's frame shows it. What keeps hostile HTML harmless is the frame's
 * sandbox and {@link #policy}; that scripts, forms' targets and redirects are taken out as well is
 * a second wall. Images that the message brings along are put into the document, for a sandboxed
 * frame can load nothing from here.
 *
 * @param document to be served as UTF-8 under {@link #policy}, and never without
 * @param links where it links to by http, https or mailto
 * @param remoteImages whether it wants images from elsewhere
 */
public record FramedHtml(String document, List<Link> links, boolean remoteImages) {

  /**
   * A link in the message.
   *
   * @param text what it is attached to; the address where there is no text
   */
  public record Link(String text, String address) {}

  /** HTML beyond this many characters is served as it is; its inline images are not shown then. */
  private static final int LONGEST_REWRITTEN = 4 * 1024 * 1024;

  private static final int MOST_LINKS = 200;
  private static final int MOST_INLINE_BYTES = 16 * 1024 * 1024;
  private static final Pattern CID_IN_STYLE =
      Pattern.compile("url\\(\\s*['\"]?cid:([^'\")]+)['\"]?\\s*\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern REMOTE =
      Pattern.compile(
          "(?:src|srcset|background)\\s*=\\s*['\"]?\\s*(?:https?:)?//|url\\(\\s*['\"]?\\s*(?:https?:)?//",
          Pattern.CASE_INSENSITIVE);

  /**
   * The Content-Security-Policy that the document is served with.
   *
   * @param remoteImages whether a person has asked for images from elsewhere
   */
  public static String policy(boolean remoteImages) {
    return "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        + (remoteImages ? " https: http:" : "")
        + "; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";
  }

  /** Prepares a message's HTML. */
  public static FramedHtml of(ReadMail mail) {
    String html = mail.html().orElse("");
    if (html.length() > LONGEST_REWRITTEN) {
      return new FramedHtml(html, List.of(), REMOTE.matcher(html).find());
    }
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false);
    List<Link> links = links(document);
    document
        .select(
            "script, noscript, meta[http-equiv], link, base, object, embed, applet, iframe, frame")
        .remove();
    // A click must not load a page into the frame; the links stand beside it.
    document.select("a, area").attr("target", "_blank").attr("rel", "noopener noreferrer");
    boolean remote = REMOTE.matcher(document.outerHtml()).find();
    showInlineImages(document, mail.parts());
    return new FramedHtml(document.outerHtml(), links, remote);
  }

  private static List<Link> links(Document document) {
    List<Link> links = new ArrayList<>();
    for (Element anchor : document.select("a[href], area[href]")) {
      String address = anchor.attr("href").strip();
      if (address.matches("(?i)(https?://|mailto:).*") && links.size() < MOST_LINKS) {
        String text = anchor.text().isBlank() ? anchor.select("img").attr("alt") : anchor.text();
        Link link = new Link(text.isBlank() ? address : text, address);
        if (!links.contains(link)) {
          links.add(link);
        }
      }
    }
    return links;
  }

  private static void showInlineImages(Document document, List<Part> parts) {
    Map<String, String> images = new HashMap<>();
    long bytes = 0;
    for (Part part : parts) {
      if (part.isImage() && !part.contentId().isEmpty()) {
        bytes += part.content().length;
        if (bytes <= MOST_INLINE_BYTES) {
          images.putIfAbsent(part.contentId(), dataUri(part));
        }
      }
    }
    for (String attribute : List.of("src", "background")) {
      for (Element element : document.select("[" + attribute + "^=cid:]")) {
        String image = images.get(element.attr(attribute).substring("cid:".length()));
        if (image != null) {
          element.attr(attribute, image);
        }
      }
    }
    for (Element element : document.select("[style*=cid:]")) {
      Matcher matcher = CID_IN_STYLE.matcher(element.attr("style"));
      element.attr(
          "style",
          matcher.replaceAll(
              found -> {
                String image = images.get(found.group(1));
                String url = image == null ? found.group() : "url(" + image + ")";
                return Matcher.quoteReplacement(url);
              }));
    }
  }

  private static String dataUri(Part part) {
    return "data:%s;base64,%s"
        .formatted(part.contentType(), Base64.getEncoder().encodeToString(part.content()));
  }
}
