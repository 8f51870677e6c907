package baton.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and as what a {@link ScriptedMailServer} listens.
 *
 * @param address loopback address; others than 127.0.0.1 (127.0.0.2, ::1) let several servers share
 *     a port, as the hosts behind MX records do
 * @param port 0 picks a free one
 * @param hostname its name in greeting and EHLO reply
 * @param extensions EHLO keywords with their parameters; STARTTLS is added where there is a
 *     certificate
 * @param certificate for STARTTLS; null for none
 * @param tlsFromTheStart TLS before the greeting, as on port 465; needs a certificate
 */
public record MailServerSetup(
    String address,
    int port,
    String hostname,
    List<String> extensions,
    @Nullable TestCertificate certificate,
    boolean tlsFromTheStart) {

  public MailServerSetup {
    extensions = List.copyOf(extensions);
    if (tlsFromTheStart && certificate == null) {
      throw new IllegalArgumentException("TLS needs a certificate");
    }
  }

  /** 127.0.0.1, a free port, the usual extensions, no TLS. */
  public static MailServerSetup usual() {
    return new MailServerSetup(
        "127.0.0.1",
        0,
        "mx.example.test",
        List.of(
            "PIPELINING",
            "SIZE 52428800",
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            "CHUNKING",
            "DSN"),
        null,
        false);
  }

  /** The same at this address and port. */
  public MailServerSetup at(String address, int port) {
    return new MailServerSetup(address, port, hostname, extensions, certificate, tlsFromTheStart);
  }

  /** The same under this name. */
  public MailServerSetup named(String hostname) {
    return new MailServerSetup(address, port, hostname, extensions, certificate, tlsFromTheStart);
  }

  /** The same with these EHLO keywords and no others. */
  public MailServerSetup extensions(String... keywords) {
    return new MailServerSetup(
        address, port, hostname, List.of(keywords), certificate, tlsFromTheStart);
  }

  /** The same, offering STARTTLS with this certificate. */
  public MailServerSetup startTls(TestCertificate certificate) {
    return new MailServerSetup(address, port, hostname, extensions, certificate, false);
  }

  /** The same, speaking TLS from the first byte. */
  public MailServerSetup implicitTls(TestCertificate certificate) {
    return new MailServerSetup(address, port, hostname, extensions, certificate, true);
  }
}
