package baton.submission.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "192.0.2.0/24, ::ffff:192.0.2.1, true"
  })
  void aNetworkHoldsItsAddresses(String network, String address, boolean holds) {
    assertThat(Network.parse(network).holds(InetAddress.ofLiteral(address))).isEqualTo(holds);
    assertThat(Network.parse(Network.parse(network).toString())).isEqualTo(Network.parse(network));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "192.0.2.1/24",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "localhost",
        "192.0.2/24/"
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
  }

  @Test
  void aGrantCoversWhatIsNoMoreThanItself() {
    Grant some = grant(Set.of("a.test", "b.test"), "192.0.2.0/24");

    assertThat(Grant.ALL.covers(some)).isTrue();
    assertThat(some.covers(some)).isTrue();
    assertThat(some.covers(grant(Set.of("a.test"), "192.0.2.128/25"))).isTrue();
    assertThat(some.covers(Grant.ALL)).isFalse();
    assertThat(some.covers(grant(Set.of(), "192.0.2.0/24"))).isFalse();
    assertThat(some.covers(grant(Set.of("c.test"), "192.0.2.0/24"))).isFalse();
    assertThat(some.covers(grant(Set.of("a.test"), "192.0.0.0/16"))).isFalse();
    assertThat(some.covers(new Grant(EnumSet.of(Scope.SEND), Set.of("a.test"), List.of())))
        .isFalse();
    assertThat(
            new Grant(EnumSet.of(Scope.MANAGE), Set.of(), List.of())
                .covers(new Grant(EnumSet.of(Scope.SEND), Set.of(), List.of())))
        .isFalse();
  }

  private static Grant grant(Set<String> domains, String network) {
    return new Grant(EnumSet.allOf(Scope.class), domains, List.of(Network.parse(network)));
  }
}
