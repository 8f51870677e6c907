package baton.submission.admission;

/**
 * A header field where it stands in the message.
 *
 * @param name as written
 * @param start of the name, in octets from the message's start
 * @param valueStart behind the colon
 * @param end behind the CRLF of the field's last line
 */
public record HeaderField(String name, int start, int valueStart, int end) {

  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
