package baton.submission.http;

import baton.submission.admission.Receipt;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is said of an accepted submission: one message for each recipient. */
@Schema(name = "AcceptedEmails")
record AcceptedEmails(List<Entry> emails) {

  /** One recipient's message. */
  @Schema(name = "AcceptedEmail")
  record Entry(
      @Schema(description = "Ask for its fate by this") UUID id,
      @Schema(examples = "ada@example.com") String to) {}

  static AcceptedEmails of(List<Receipt> receipts) {
    return new AcceptedEmails(
        receipts.stream().map(receipt -> new Entry(receipt.id(), receipt.recipient())).toList());
  }
}
