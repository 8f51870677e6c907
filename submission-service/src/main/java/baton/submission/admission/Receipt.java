package baton.submission.admission;

import java.util.UUID;

/**
 * What is said of one recipient of an accepted submission.
 *
 * @param recipient the address
 * @param id the message id, by which its fate can be asked for
 */
public record Receipt(String recipient, UUID id) {}
