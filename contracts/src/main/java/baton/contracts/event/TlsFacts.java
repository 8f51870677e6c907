package baton.contracts.event;

/**
 * How a message was protected on its way to the remote server.
 *
 * @param protocol as in {@code TLSv1.3}
 * @param cipher the cipher suite
 * @param verified whether the certificate was checked and found good
 */
public record TlsFacts(String protocol, String cipher, boolean verified) {}
