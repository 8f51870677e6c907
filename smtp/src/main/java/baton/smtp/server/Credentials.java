package baton.smtp.server;

/**
 * What a peer logs in with, by PLAIN or LOGIN.
 *
 * @param user the user name, never empty
 * @param password the password, never empty
 */
public record Credentials(String user, String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}
