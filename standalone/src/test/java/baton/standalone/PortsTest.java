package baton.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

  @Test
  void hasTheDocumentedNumbersUnlessTheEnvironmentSaysOtherwise() {
    Ports ports = ports(Map.of("BATON_SMTP_PORT", "4587", "BATON_KAFKA_PORT", " "));
    assertThat(ports.get(Port.HTTP)).isEqualTo(8080);
    assertThat(ports.get(Port.SMTP)).isEqualTo(4587);
    assertThat(ports.get(Port.SMTPS)).isEqualTo(2465);
    assertThat(ports.get(Port.FEEDBACK)).isEqualTo(2525);
    assertThat(ports.get(Port.MAILBOX)).isEqualTo(2500);
    assertThat(ports.get(Port.KAFKA)).isEqualTo(29092);
    assertThat(ports.get(Port.POSTGRES)).isEqualTo(25432);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http", "-1", "80 80"})
  void refusesWhatIsNoPort(String number) {
    assertThatThrownBy(() -> ports(Map.of("BATON_HTTP_PORT", number)))
        .isInstanceOf(StartException.class)
        .hasMessage("BATON_HTTP_PORT is a port from 1 to 65535, not " + number + ".");
  }

  @Test
  void refusesOnePortForTwoPurposes() {
    assertThatThrownBy(() -> ports(Map.of("BATON_HTTP_PORT", "2500")))
        .hasMessage(
            "BATON_HTTP_PORT and BATON_MAILBOX_SMTP_PORT are both 2500: give one of them another"
                + " port.");
  }

  @Test
  void namesThePortThatIsInUseAndTheVariableThatMovesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (Port port : Port.values()) {
        Map<String, String> environment = freePorts();
        environment.put(port.variable(), Integer.toString(taken.getLocalPort()));
        assertThatThrownBy(ports(environment)::requireFree)
            .isInstanceOf(StartException.class)
            .hasMessageContainingAll(
                "port " + taken.getLocalPort(), port.purpose(), "set " + port.variable());
      }
      ports(freePorts()).requireFree();
    }
  }

  private static Map<String, String> freePorts() throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (Port port : Port.values()) {
      try (ServerSocket free = new ServerSocket(0)) {
        environment.put(port.variable(), Integer.toString(free.getLocalPort()));
      }
    }
    return environment;
  }

  private static Ports ports(Map<String, String> environment) {
    return Ports.of(new Environment(environment));
  }
}
