package baton.submission.idempotency;

import baton.submission.admission.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A row of the table {@code idempotency}.
 *
 * @param requestHash of what came under the key
 * @param receipts the answer, given or not
 * @param answered whether it is certain that the mail was accepted
 * @param attempt who is at it, or was
 * @param leaseOver whether somebody else may be, by PostgreSQL's clock
 * @param producers transactional ids of whoever is at it
 * @param reservedAt not later than anything that was published, by PostgreSQL's clock
 */
record Reservation(
    String requestHash,
    List<Receipt> receipts,
    boolean answered,
    UUID attempt,
    boolean leaseOver,
    List<String> producers,
    Instant reservedAt) {}
