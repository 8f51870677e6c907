package baton.submission.domains;

import java.util.List;

/**
 * What a look into the DNS says of one record.
 *
 * @param found what stands in its place, shortened where somebody publishes a book; empty where
 *     nothing does
 * @param sentence for whoever has to publish it
 */
public record Finding(Status status, List<String> found, String sentence) {

  /** How a record fares. */
  public enum Status {
    /** It is there, or something that does the same. */
    PUBLISHED,
    /** The DNS says that there is none. */
    MISSING,
    /** Another one is there. */
    WRONG,
    /** The DNS has not been asked yet, or gave no answer. */
    UNKNOWN
  }

  static final Finding NOT_ASKED =
      new Finding(Status.UNKNOWN, List.of(), "The DNS has not been asked for it yet.");

  private static final int MOST_RECORDS = 10;
  private static final int LONGEST_RECORD = 1_000;

  public Finding {
    found = shortened(found);
  }

  static Finding published(List<String> found, String sentence) {
    return new Finding(Status.PUBLISHED, found, sentence);
  }

  static Finding missing(DnsRecord expected) {
    return new Finding(
        Status.MISSING,
        List.of(),
        "There is no %s record at %s; expected: %s"
            .formatted(expected.type(), expected.name(), expected.value()));
  }

  static Finding wrong(DnsRecord expected, List<String> found, String fault) {
    return new Finding(
        Status.WRONG,
        found,
        "%s Found: %s. Expected: %s"
            .formatted(fault, String.join(" | ", shortened(found)), expected.value()));
  }

  static Finding unknown(String why) {
    return new Finding(Status.UNKNOWN, List.of(), "The DNS gave no answer: " + why + ".");
  }

  private static List<String> shortened(List<String> records) {
    return records.stream()
        .limit(MOST_RECORDS)
        .map(
            text ->
                text.length() <= LONGEST_RECORD
                    ? text
                    : text.substring(0, LONGEST_RECORD - 1) + "…")
        .toList();
  }

  boolean published() {
    return status == Status.PUBLISHED;
  }

  /** Whether the DNS has said for certain that the record is not there. */
  boolean absent() {
    return status == Status.MISSING || status == Status.WRONG;
  }
}
