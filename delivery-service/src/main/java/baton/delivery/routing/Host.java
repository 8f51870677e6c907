package baton.delivery.routing;

/**
 * A place to connect to.
 *
 * @param preference of its MX record; lower ones are tried first, equal ones in random order
 * @param name the mail exchanger's name, or its address where it has no name
 * @param address IP address in text form
 * @param port 1 to 65535
 */
public record Host(int preference, String name, String address, int port) {

  /** Address and port as people write them, IPv6 in brackets. */
  public String endpoint() {
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }
}
