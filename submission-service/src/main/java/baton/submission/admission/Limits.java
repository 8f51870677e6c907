package baton.submission.admission;

/**
 * How much a submission may be.
 *
 * @param messageBytes of one message, in octets
 * @param submissionBytes message times recipients, in octets
 * @param recipients of one submission
 */
public record Limits(int messageBytes, long submissionBytes, int recipients) {

  /**
   * Refuses what is too much.
   *
   * @throws RefusedException that names the limit
   */
  public void check(long size, int recipientCount) {
    if (recipientCount == 0) {
      throw new RefusedException(Refusal.NO_RECIPIENTS, "to", "the message is for nobody");
    }
    if (recipientCount > recipients) {
      throw new RefusedException(
          Refusal.TOO_MANY_RECIPIENTS,
          "to",
          "a submission has at most " + recipients + " recipients");
    }
    if (size > messageBytes) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "the message is larger than " + messageBytes + " octets");
    }
    if (size * recipientCount > submissionBytes) {
      throw new RefusedException(
          Refusal.SUBMISSION_TOO_LARGE,
          "the message times its recipients is larger than " + submissionBytes + " octets");
    }
  }
}
