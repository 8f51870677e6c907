package baton.submission.prepare;

import baton.contracts.TopicRecord;
import baton.submission.admission.Receipt;
import java.util.List;

/**
 * A submission made ready.
 *
 * @param receipts one for each recipient, in their order
 * @param records all that must become durable together
 */
public record Prepared(List<Receipt> receipts, List<TopicRecord> records) {}
