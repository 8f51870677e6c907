package baton.smtp.grammar;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks through {@code keyword[=value]} pairs that blanks separate (RFC 5321 section 4.1.2). */
final class ParameterReader {

  private final String verb;
  private final String text;
  private final Set<Extension> offered;
  private final Set<String> seen = new HashSet<>(8);
  private int at;
  private String keyword = "";
  private @Nullable String value;

  ParameterReader(String verb, String text, Set<Extension> offered) {
    this.verb = verb;
    this.text = text;
    this.offered = offered;
  }

  /** Moves on to the next parameter; false where there is none. */
  boolean next() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    int end = text.indexOf(' ', at);
    if (end < 0) {
      end = text.length();
    }
    int equals = text.indexOf('=', at);
    boolean hasValue = equals >= 0 && equals < end;
    keyword = text.substring(at, hasValue ? equals : end).toUpperCase(Locale.ROOT);
    value = hasValue ? text.substring(equals + 1, end) : null;
    at = end;
    checkSyntax();
    return true;
  }

  private void checkSyntax() {
    boolean wellFormed = !keyword.isEmpty() && keyword.charAt(0) != '-';
    for (int i = 0; i < keyword.length(); i++) {
      wellFormed &= Characters.isLetterOrDigit(keyword.charAt(i)) || keyword.charAt(i) == '-';
    }
    for (int i = 0; value != null && i < value.length(); i++) {
      wellFormed &= value.charAt(i) > ' ' && value.charAt(i) != 127;
    }
    if (!wellFormed) {
      throw new SyntaxFaultException(
          501, "5.5.4", verb + " has a parameter that is not keyword=value");
    }
    if (!seen.add(keyword)) {
      throw new SyntaxFaultException(501, "5.5.4", verb + " has " + keyword + " more than once");
    }
  }

  /** The parameter's name in upper case. */
  String keyword() {
    return keyword;
  }

  /** The value, which must be there, of a parameter that {@code extension} brings. */
  String value(Extension extension) {
    checkOffered(extension);
    if (value == null || value.isEmpty()) {
      throw wrong("has no value");
    }
    return value;
  }

  /** Accepts a parameter that has no value. */
  boolean flag(Extension extension) {
    checkOffered(extension);
    if (value != null) {
      throw wrong("takes no value");
    }
    return true;
  }

  private void checkOffered(Extension extension) {
    if (!offered.contains(extension)) {
      throw unknown();
    }
  }

  SyntaxFaultException wrong(String sentence) {
    return new SyntaxFaultException(501, "5.5.4", verb + " parameter " + keyword + " " + sentence);
  }

  /** RFC 5321 section 4.1.1.11: 555 for what is not recognised or not implemented. */
  SyntaxFaultException unknown() {
    return new SyntaxFaultException(
        555, "5.5.4", verb + " parameter not recognized or not offered here");
  }
}
