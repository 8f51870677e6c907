/**
 * The HTTP API, {@code /v1}. Enters JSON, or a finished message, with an API key; leaves a
 * submission to admission (through compose where the message is not finished) and the receipts to
 * the caller. Reads accounts, domains, suppressions and history for the caller too. Every error is
 * a problem (RFC 9457) that names the fault.
 */
@NullMarked
package baton.submission.http;

import org.jspecify.annotations.NullMarked;
