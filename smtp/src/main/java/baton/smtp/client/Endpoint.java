package baton.smtp.client;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect and how to behave there.
 *
 * @param host an IP address, or a name that the system's resolver knows
 * @param port 1 to 65535
 * @param ehloName what Baton calls itself: a domain, or an address literal in brackets
 * @param tls how STARTTLS is used
 * @param peerName the server's name, sent as TLS server name (SNI) and shown in logs; null where it
 *     is known only by address
 * @param localAddress the source address to connect from; null for the system's choice
 * @param timeouts how long to wait in each phase
 */
public record Endpoint(
    String host,
    int port,
    String ehloName,
    Tls tls,
    @Nullable String peerName,
    @Nullable String localAddress,
    Timeouts timeouts) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

  public Endpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("endpoint without a host");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port is 1 to 65535: " + port);
    }
    if (!NAME.matcher(ehloName).matches()) {
      throw new IllegalArgumentException("EHLO name is a domain or [address]: " + ehloName);
    }
  }

  /** In clear, with the standard timeouts; refine it by the {@code with} methods. */
  public static Endpoint of(String host, int port, String ehloName) {
    return new Endpoint(host, port, ehloName, new Tls.None(), null, null, Timeouts.STANDARD);
  }

  public Endpoint withTls(Tls tls, @Nullable String peerName) {
    return new Endpoint(host, port, ehloName, tls, peerName, localAddress, timeouts);
  }

  public Endpoint withLocalAddress(@Nullable String localAddress) {
    return new Endpoint(host, port, ehloName, tls, peerName, localAddress, timeouts);
  }

  public Endpoint withTimeouts(Timeouts timeouts) {
    return new Endpoint(host, port, ehloName, tls, peerName, localAddress, timeouts);
  }
}
