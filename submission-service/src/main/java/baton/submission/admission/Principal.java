package baton.submission.admission;

/**
 * Who submits.
 *
 * @param account the account's id
 * @param credential name of the credential that proved it, for logs; never the secret
 * @param grant how much of what the account may the credential allows
 */
public record Principal(String account, String credential, Grant grant) {

  /** One who may do all that the account may. */
  public Principal(String account, String credential) {
    this(account, credential, Grant.ALL);
  }
}
