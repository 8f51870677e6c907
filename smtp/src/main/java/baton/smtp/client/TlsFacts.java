package baton.smtp.client;

import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted.
 *
 * @param protocol as in {@code TLSv1.3}
 * @param cipher the cipher suite's name
 * @param verified whether the peer proved its identity as {@link Tls.Verified} asks; false where
 *     nobody asked
 * @param peerSubject the subject of the peer's certificate, as it says itself; null where it showed
 *     none
 */
public record TlsFacts(
    String protocol, String cipher, boolean verified, @Nullable String peerSubject) {}
