package baton.submission.admission;

/**
 * Who submits.
 *
 * @param account the account's id
 * @param credential name of the credential that proved it, for logs; never the secret
 */
public record Principal(String account, String credential) {}
