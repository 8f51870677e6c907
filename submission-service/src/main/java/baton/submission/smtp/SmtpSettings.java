package baton.submission.smtp;

import baton.submission.admission.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
 * @param logins how many failed ones are too many
 * @param proxies networks of the proxies that alone may connect, telling the client's address by
 *     the PROXY protocol; empty where clients connect themselves
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
    LoginLimits logins,
    List<Network> proxies,
    Duration patience) {

  public SmtpSettings {
    proxies = List.copyOf(proxies);
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "baton.tls.certificate and baton.tls.key are given together or not at all");
    }
  }
}
