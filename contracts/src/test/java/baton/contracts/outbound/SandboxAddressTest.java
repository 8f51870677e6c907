package baton.contracts.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxAddressTest {

  @ParameterizedTest
  @CsvSource({
    "delivered@sandbox.baton.test, delivered",
    "Bounced+order.7@Sandbox.Baton.Test, bounced",
    "somebody@sandbox.baton.test, somebody",
    "delivered@baton.test,",
    "delivered@sandbox.baton.test.example,",
    "delivered@x.sandbox.baton.test,",
    "nonsense,",
  })
  void anAddressOfTheSandboxTellsItsPart(String address, String part) {
    assertThat(SandboxAddress.name(address).orElse(null)).isEqualTo(part);
  }
}
