package baton.submission.admission;

import java.security.PrivateKey;

/**
 * A domain that has been shown to be an account's own.
 *
 * @param name in lower case and A-labels
 * @param account whose it is
 * @param selector of its DKIM key (RFC 6376 section 3.1)
 * @param key the DKIM key: RSA, at least 1024 bits
 */
public record SendingDomain(String name, String account, String selector, PrivateKey key) {}
