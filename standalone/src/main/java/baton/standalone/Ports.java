package baton.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;

/** The numbers of all ports: valid, and no two the same. */
final class Ports {
  private final Map<Port, Integer> numbers = new EnumMap<>(Port.class);

  private Ports() {}

  /**
   * Takes what the operator has set, and the usual numbers for the rest.
   *
   * @throws StartException that names the variable at fault
   */
  static Ports of(Environment environment) {
    Ports ports = new Ports();
    for (Port port : Port.values()) {
      int number =
          environment.get(port.variable()).map(it -> number(port, it)).orElse(port.usual());
      ports.numbers.forEach(
          (other, taken) -> {
            if (taken == number) {
              throw new StartException(
                  "%s and %s are both %d: give one of them another port."
                      .formatted(other.variable(), port.variable(), number));
            }
          });
      ports.numbers.put(port, number);
    }
    return ports;
  }

  private static int number(Port port, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new StartException(port.variable() + " is a port from 1 to 65535, not " + text + ".");
  }

  int get(Port port) {
    return numbers.getOrDefault(port, port.usual());
  }

  /**
   * Finds all of them free, before anything has been started.
   *
   * @throws StartException that names the first which is not, and the variable that moves it
   */
  void requireFree() {
    numbers.forEach(
        (port, number) -> {
          try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                port.everywhere()
                    ? new InetSocketAddress(number)
                    : new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
          } catch (IOException e) {
            throw new StartException(
                "port %d, for %s, is in use by another program or may not be opened (%s): stop that"
                        .formatted(number, port.purpose(), e.getMessage())
                    + " program, or set %s to another port.".formatted(port.variable()),
                e);
          }
        });
  }
}
