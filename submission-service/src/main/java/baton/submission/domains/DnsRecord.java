package baton.submission.domains;

/**
 * A DNS record that the owner of a domain is asked to publish.
 *
 * @param purpose {@code dkim}, {@code dmarc} or {@code return_path}
 * @param required whether the domain is verified by it
 * @param type as in {@code TXT}
 * @param name fully qualified, without the last dot
 * @param value in the form that a zone's editor takes: a TXT without quotes, in one piece
 */
public record DnsRecord(String purpose, boolean required, String type, String name, String value) {}
