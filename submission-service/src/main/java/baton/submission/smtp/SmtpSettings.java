package baton.submission.smtp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How submission listens.
 *
 * @param hostName what it calls itself; the self-signed certificate's name too
 * @param startTlsPort where TLS begins by STARTTLS; 0 for any free port
 * @param tlsPort where TLS begins at once; 0 for any free port
 * @param certificate PEM file of the certificate chain; with {@code key} or not at all
 * @param key PEM file of its private key
 * @param directory where the self-signed certificate is kept; empty to make one at each start
 * @param messageBytes of one message, in octets
 * @param recipients of one message
 * @param inFlightBytes that all conversations together may hold, in octets
 * @param patience how long open transactions may take when the service stops
 */
public record SmtpSettings(
    String hostName,
    int startTlsPort,
    int tlsPort,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> directory,
    int messageBytes,
    int recipients,
    long inFlightBytes,
    Duration patience) {

  public SmtpSettings {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "baton.tls.certificate and baton.tls.key are given together or not at all");
    }
  }
}
