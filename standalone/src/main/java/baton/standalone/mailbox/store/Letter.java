package baton.standalone.mailbox.store;

import java.time.Instant;

/**
 * One captured message as one recipient got it. A message for three recipients is three letters.
 *
 * @param id ascending in the order of arrival, never given twice
 * @param receivedAt when it was taken
 * @param returnPath the envelope's sender; empty for the null reverse-path
 * @param to the envelope's recipient
 * @param from address in the From header; the return path where there is none
 * @param subject decoded; empty where there is none
 * @param size of the message, in octets
 */
public record Letter(
    long id,
    Instant receivedAt,
    String returnPath,
    String to,
    String from,
    String subject,
    int size) {}
