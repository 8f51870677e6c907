package baton.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The numbers of all ports: valid, and no two the same. */
final class Ports {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

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
   * Finds all of them free, before anything has been started. Waits a moment for one that is not: a
   * platform that was killed lets go of its ports one after the other.
   *
   * @throws StartException that names the first which is not, and the variable that moves it
   */
  void requireFree() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    numbers.forEach(
        (port, number) -> {
          while (true) {
            try {
              open(port, number);
              return;
            } catch (IOException e) {
              if (System.nanoTime() > deadline) {
                throw taken(port, number, e);
              }
              LockSupport.parkNanos(PAUSE.toNanos());
            }
          }
        });
  }

  private static void open(Port port, int number) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          port.everywhere()
              ? new InetSocketAddress(number)
              : new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
    }
  }

  private static StartException taken(Port port, int number, IOException reason) {
    return new StartException(
        "port %d, for %s, is in use by another program or may not be opened (%s): stop that"
                .formatted(number, port.purpose(), reason.getMessage())
            + " program, or set %s to another port.".formatted(port.variable()),
        reason);
  }
}
