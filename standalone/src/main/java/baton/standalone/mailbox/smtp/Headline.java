package baton.standalone.mailbox.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.MailboxList;
import org.apache.james.mime4j.field.address.LenientAddressParser;

/**
 * What a list shows of a message: read from its header section once, when it arrives. Lenient, for
 * the header may be anything.
 *
 * @param from the first address in the From field; empty where there is none
 * @param subject decoded (RFC 2047), without line breaks; empty where there is none
 */
record Headline(String from, String subject) {
  /** A header section is read this far; a list need not show what stands behind it. */
  private static final int FARTHEST = 64 * 1024;

  private static final int LONGEST = 500;
  private static final Charset LATIN = Charset.forName("windows-1252");

  static Headline of(byte[] content) {
    String from = "";
    String subject = "";
    int end = Math.min(content.length, FARTHEST);
    int line = 0;
    while (line < end && content[line] != '\r' && content[line] != '\n') {
      int next = fieldEnd(content, line, end);
      if (subject.isEmpty() && named("subject:", content, line, next)) {
        subject = decode(body("subject:", content, line, next));
      } else if (from.isEmpty() && named("from:", content, line, next)) {
        from = address(body("from:", content, line, next));
      }
      line = next;
    }
    return new Headline(shortened(from), shortened(subject));
  }

  /** Where the next field begins: after a line end that no blank follows. */
  private static int fieldEnd(byte[] content, int from, int end) {
    int at = from;
    while (at < end) {
      if (content[at++] == '\n' && (at == end || content[at] != ' ' && content[at] != '\t')) {
        return at;
      }
    }
    return end;
  }

  private static boolean named(String name, byte[] content, int from, int to) {
    return to - from >= name.length()
        && new String(content, from, name.length(), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT)
            .equals(name);
  }

  private static String body(String name, byte[] content, int from, int to) {
    int start = from + name.length();
    ByteBuffer octets = ByteBuffer.wrap(content, start, to - start);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    } catch (CharacterCodingException e) {
      text = new String(content, start, to - start, LATIN);
    }
    return text.replaceAll("[\\r\\n]+", "").strip();
  }

  private static String decode(String body) {
    return DecoderUtil.decodeEncodedWords(body, DecodeMonitor.SILENT);
  }

  private static String address(String body) {
    MailboxList mailboxes = LenientAddressParser.DEFAULT.parseAddressList(body).flatten();
    return mailboxes.isEmpty() ? "" : mailboxes.get(0).getAddress();
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    if (plain.length() <= LONGEST) {
      return plain;
    }
    boolean splits = Character.isHighSurrogate(plain.charAt(LONGEST - 1));
    return plain.substring(0, splits ? LONGEST - 1 : LONGEST);
  }
}
