package baton.submission.admission;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as headers and people write it (RFC 5322 section 3.4): {@code Name <address>} or the
 * address alone.
 *
 * @param name the display name without its quotes, encoded words left as they are; may be empty
 */
public record Mailbox(String name, EmailAddress address) {

  /**
   * Reads a list. Strict: what two readers could understand differently is no mailbox, for who the
   * sender is must not depend on the reader.
   *
   * @throws IllegalArgumentException with a sentence that names the fault
   */
  public static List<Mailbox> parseList(String text) {
    List<Mailbox> mailboxes = new ArrayList<>(1);
    Reader reader = new Reader(text);
    while (reader.more()) {
      reader.next(mailboxes);
    }
    return mailboxes;
  }

  /** Reads exactly one; throws as {@link #parseList}. */
  public static Mailbox parse(String text) {
    List<Mailbox> mailboxes = parseList(text);
    if (mailboxes.size() != 1) {
      throw new IllegalArgumentException(
          mailboxes.isEmpty() ? "address is empty" : "there is more than one address");
    }
    return mailboxes.getFirst();
  }

  private static final class Reader {

    private final String text;
    private int position;

    Reader(String text) {
      this.text = text;
    }

    boolean more() {
      return position < text.length();
    }

    /** Reads up to the next comma; adds nothing where nothing stands there (obs-mbox-list). */
    void next(List<Mailbox> mailboxes) {
      StringBuilder plain = new StringBuilder();
      StringBuilder unquoted = new StringBuilder();
      String address = null;
      while (more() && text.charAt(position) != ',') {
        char c = text.charAt(position);
        switch (c) {
          case '(' -> comment();
          case '"' -> {
            String quoted = quoted();
            if (address != null) {
              throw new IllegalArgumentException("something stands behind the closing >");
            }
            plain.append(quoted);
            unquoted.append(unquote(quoted));
          }
          case '<' -> {
            if (address != null) {
              throw new IllegalArgumentException("there are two addresses and no comma");
            }
            address = angle();
          }
          case '>', ';', ':' -> throw new IllegalArgumentException("unexpected " + c);
          default -> {
            if (address != null && !Character.isWhitespace(c)) {
              throw new IllegalArgumentException("something stands behind the closing >");
            }
            if (Character.isISOControl(c) && c != '\t') {
              throw new IllegalArgumentException("holds a control character");
            }
            plain.append(c);
            unquoted.append(c);
            position++;
          }
        }
      }
      position++;
      add(mailboxes, plain.toString().strip(), unquoted.toString().strip(), address);
    }

    private static void add(
        List<Mailbox> mailboxes, String plain, String name, @Nullable String address)
        throws InvalidAddressException {
      if (address == null) {
        if (!plain.isEmpty()) {
          mailboxes.add(new Mailbox("", EmailAddress.parse(plain)));
        }
        return;
      }
      boolean nameIsQuoted = !plain.equals(name);
      if (!nameIsQuoted && plain.indexOf('@') >= 0 && !plain.equalsIgnoreCase(address)) {
        throw new IllegalArgumentException("a display name with @ must stand in quotes");
      }
      mailboxes.add(new Mailbox(name, EmailAddress.parse(address)));
    }

    private String angle() {
      int start = ++position;
      while (more() && text.charAt(position) != '>') {
        if (text.charAt(position) == '"') {
          quoted();
        } else {
          position++;
        }
      }
      if (!more()) {
        throw new IllegalArgumentException("a < is not closed");
      }
      return text.substring(start, position++).strip();
    }

    private String quoted() {
      int start = position++;
      while (more() && text.charAt(position) != '"') {
        char c = text.charAt(position);
        if (Character.isISOControl(c) && c != '\t') {
          throw new IllegalArgumentException("holds a control character");
        }
        position += c == '\\' ? 2 : 1;
      }
      if (!more()) {
        throw new IllegalArgumentException("a quote is not closed");
      }
      return text.substring(start, ++position);
    }

    private void comment() {
      int depth = 0;
      do {
        char c = text.charAt(position);
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        position += c == '\\' ? 2 : 1;
      } while (depth > 0 && more());
      if (depth > 0) {
        throw new IllegalArgumentException("a comment is not closed");
      }
    }

    private static String unquote(String quoted) {
      String inner = quoted.substring(1, quoted.length() - 1);
      return inner.indexOf('\\') < 0 ? inner : inner.replaceAll("\\\\(.)", "$1");
    }
  }
}
