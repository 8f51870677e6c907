package baton.submission.prepare;

import baton.submission.admission.HeaderSection;
import baton.submission.prepare.HtmlSlots.Link;
import baton.submission.prepare.HtmlSlots.Pixel;
import baton.submission.prepare.HtmlSlots.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * One HTML part with its places found, ready to be filled for each recipient.
 *
 * @param part the part
 * @param octets its text, decoded
 * @param origins for quoted-printable: where each octet of the text stands in the message; empty
 *     for the other encodings
 * @param slots in ascending order; at least one
 */
record HtmlRewrite(HtmlPart part, byte[] octets, int[] origins, List<Slot> slots) {

  private static final int MAX_LINE = 998;
  private static final byte[] CRLF = {'\r', '\n'};

  /**
   * Rewrites of the parts in which there is something to rewrite.
   *
   * @param numbers gets a number for each target that is new to it, from 1
   */
  static List<HtmlRewrite> of(
      List<HtmlPart> parts, boolean clicks, boolean opens, Map<String, Integer> numbers) {
    List<HtmlRewrite> rewrites = new ArrayList<>(parts.size());
    boolean pixel = opens;
    for (HtmlPart part : parts) {
      QuotedPrintable decoded = decode(part);
      List<Slot> slots =
          HtmlSlots.find(decoded.octets(), part.charset(), clicks, pixel).stream()
              .filter(slot -> number(slot, numbers))
              .toList();
      if (!slots.isEmpty()) {
        rewrites.add(new HtmlRewrite(part, decoded.octets(), decoded.origins(), slots));
      }
      pixel = false;
    }
    return rewrites;
  }

  /** The changes to the message's octets, in ascending order. */
  List<Edit> edits(Tracking.ForMessage tracking, Map<String, Integer> numbers) {
    List<Edit> fills = new ArrayList<>(slots.size());
    for (Slot slot : slots) {
      byte[] with =
          switch (slot) {
            case Link link -> tracking.link(numbers.get(link.target()), link.target());
            case Pixel _ -> tracking.pixel();
          };
      fills.add(new Edit(slot.start(), slot.end(), with));
    }
    return switch (part.encoding()) {
      case QUOTED_PRINTABLE -> fills.stream().map(this::quoted).toList();
      case BASE64 -> List.of(body(base64(Edit.apply(octets, 0, octets.length, fills))));
      case IDENTITY -> plain(Edit.apply(octets, 0, octets.length, fills));
    };
  }

  private static QuotedPrintable decode(HtmlPart part) {
    return switch (part.encoding()) {
      case QUOTED_PRINTABLE -> QuotedPrintable.decode(part.content(), part.start(), part.end());
      case BASE64 -> {
        byte[] encoded = Arrays.copyOfRange(part.content(), part.start(), part.end());
        yield new QuotedPrintable(decodeBase64(encoded), new int[0]);
      }
      case IDENTITY ->
          new QuotedPrintable(
              Arrays.copyOfRange(part.content(), part.start(), part.end()), new int[0]);
    };
  }

  /** What is no base64 has no places, so the part stays as it is. */
  private static byte[] decodeBase64(byte[] encoded) {
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static boolean number(Slot slot, Map<String, Integer> numbers) {
    return switch (slot) {
      case Pixel _ -> true;
      case Link link ->
          numbers.containsKey(link.target())
              || numbers.size() < 0xffff && numbers.put(link.target(), numbers.size() + 1) == null;
    };
  }

  private Edit quoted(Edit fill) {
    return new Edit(
        origins[fill.start()], origins[fill.end()], QuotedPrintable.encodeInsertion(fill.with()));
  }

  private Edit body(byte[] with) {
    return new Edit(part.start(), part.end(), with);
  }

  private byte[] base64(byte[] text) {
    byte[] encoded = Base64.getMimeEncoder(76, CRLF).encode(text);
    return endsWithLineEnd() ? concat(encoded, CRLF) : encoded;
  }

  private boolean endsWithLineEnd() {
    return part.end() > part.start() && part.content()[part.end() - 1] == '\n';
  }

  /** As it was, unless the longer URLs made a line longer than any server need take. */
  private List<Edit> plain(byte[] text) {
    if (longestLine(text) <= MAX_LINE) {
      return List.of(body(text));
    }
    return List.of(encodingField(), body(QuotedPrintable.encode(text)));
  }

  private Edit encodingField() {
    HeaderSection header = part.header();
    byte[] line =
        (TransferEncoding.FIELD + ": quoted-printable\r\n").getBytes(StandardCharsets.US_ASCII);
    return header
        .first(TransferEncoding.FIELD)
        .map(field -> new Edit(field.start(), field.end(), line))
        .orElseGet(() -> new Edit(header.end(), header.end(), line));
  }

  private static int longestLine(byte[] text) {
    int longest = 0;
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        longest = Math.max(longest, i - start - 1);
        start = i + 1;
      }
    }
    return Math.max(longest, text.length - start);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
