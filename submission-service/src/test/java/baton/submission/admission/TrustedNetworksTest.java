package baton.submission.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedNetworksTest {

  private final TrustedNetworks networks =
      TrustedNetworks.parse(
          "10.0.0.0/8=ten, 10.1.0.0/16=narrow,192.0.2.7/32=one,192.0.2.128/25=half,"
              + "2001:db8::/32=six,::1/128=loop");

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, ten",
    "10.255.255.255, ten",
    "10.1.2.3, narrow",
    "11.0.0.1, ''",
    "192.0.2.7, one",
    "192.0.2.6, ''",
    "192.0.2.127, ''",
    "192.0.2.128, half",
    "192.0.2.255, half",
    "2001:db8::25, six",
    "2001:db9::25, ''",
    "::1, loop",
    "::2, ''"
  })
  void theLongestPrefixThatHoldsAnAddressSaysTheAccount(String address, String account)
      throws UnknownHostException {
    assertThat(networks.accountOf(InetAddress.getByName(address)).orElse("")).isEqualTo(account);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.0.0.0=demo",
        "10.0.0.0/33=demo",
        "10.0.0.0/-1=demo",
        "10.0.0.0/x=demo",
        "10.0.0.1/8=demo",
        "2001:db8::/129=demo",
        "mail.example.org/32=demo",
        "10.0.0.0/8=Not An Account"
      })
  void anEntryThatMakesNoSenseIsNamed(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedNetworks.parse(entry))
        .withMessageContaining(entry);
  }

  @Test
  void nobodyIsTrustedUnlessSaid() throws UnknownHostException {
    assertThat(TrustedNetworks.parse("").accountOf(InetAddress.getByName("127.0.0.1"))).isEmpty();
  }
}
