package baton.submission.admission;

import java.util.List;
import java.util.Map;

/**
 * A submission that may pass.
 *
 * @param submission as it was handed over
 * @param header of its message, which has exactly one From
 * @param recipients each once
 * @param wishes what is wanted, the header's X-Baton fields included
 * @param domain of From, in whose name the message is signed
 * @param suppressed those recipients, as in {@code address().toString()}, that must not be written
 *     to, with the reason
 */
public record Admitted(
    Submission submission,
    HeaderSection header,
    List<Recipient> recipients,
    Wishes wishes,
    SendingDomain domain,
    Map<String, String> suppressed) {}
