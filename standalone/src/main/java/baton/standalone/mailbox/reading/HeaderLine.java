package baton.standalone.mailbox.reading;

/**
 * A field of a header section, as it was written and unfolded.
 *
 * @param name as written
 * @param value undecoded
 */
public record HeaderLine(String name, String value) {}
