package baton.submission.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "2001:db8::/32, 2001:db8:1::1, true",
    "::1/128, ::1, true"
  })
  void holdsTheAddressesOfItsPrefix(String network, String address, boolean held) {
    assertThat(Network.parse(network).holds(InetAddress.ofLiteral(address))).isEqualTo(held);
  }

  @Test
  void aListMayHaveBlanksOrNothing() {
    assertThat(Network.parseList(" 10.0.0.0/8 , ::1/128,")).hasSize(2);
    assertThat(Network.parseList(" ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.1/8", "proxy.example/32", "/8", "10.0.0.0/"})
  void whatIsNoneIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.parseList(text))
        .withMessageStartingWith("network " + text + " ");
  }
}
