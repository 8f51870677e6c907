package baton.submission.prepare;

import baton.submission.admission.HeaderField;
import baton.submission.admission.HeaderSection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A field of the header that leaves, with its relaxed form made once and only where asked for. */
final class Line {

  private final String name;
  private final byte[] octets;
  private final int valueStart;
  private byte @Nullable [] relaxed;

  private Line(String name, byte[] octets, int valueStart) {
    this.name = name;
    this.octets = octets;
    this.valueStart = valueStart;
  }

  /** A field that came with the message. */
  static Line of(HeaderSection header, HeaderField field) {
    byte[] octets = Arrays.copyOfRange(header.content(), field.start(), field.end());
    int length = octets.length;
    if (octets[length - 1] != '\n') {
      // The message ends here, and other fields may follow.
      octets = Arrays.copyOf(octets, length + 2);
      octets[length] = '\r';
      octets[length + 1] = '\n';
    }
    return new Line(field.name(), octets, field.valueStart() - field.start());
  }

  /** A field that Baton adds; the value is ASCII, folded where it is long. */
  static Line of(String name, String value) {
    byte[] octets = (name + ": " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return new Line(name, octets, name.length() + 1);
  }

  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }

  byte[] octets() {
    return octets;
  }

  /** The relaxed canonical form (RFC 6376 section 3.4.2). */
  byte[] relaxed() {
    byte[] made = relaxed;
    if (made == null) {
      made = Canonical.field(name, octets, valueStart, octets.length, true);
      relaxed = made;
    }
    return made;
  }
}
