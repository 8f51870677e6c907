package baton.feedback.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedAddressTest {

  @ParameterizedTest
  @CsvSource({
    "rfc822; anna@provider.example, anna@provider.example",
    "RFC822;<Anna@Provider.Example>, anna@provider.example",
    "anna@provider.example, anna@provider.example",
    "rfc822; anna+2Bnews@provider.example, anna+news@provider.example",
    "rfc822; anna+news@provider.example, anna+news@provider.example",
    "utf-8; josé@bücher.example, josé@xn--bcher-kva.example",
    "utf-8; jos\\x{E9}@xn--bcher-kva.example, josé@xn--bcher-kva.example",
  })
  void spellingsOfOneAddressAreKnownAsOne(String field, String address) {
    assertThat(ReportedAddress.parse(field).orElseThrow().is(address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "rfc822; ann@provider.example, anna@provider.example",
    "rfc822; anna@other.example, anna@provider.example",
    "rfc822; undisclosed recipients, anna@provider.example",
    "utf-8; \\x{FFFFFF}\\x{00}, anna@provider.example",
  })
  void anotherAddressIsAnother(String field, String address) {
    assertThat(ReportedAddress.parse(field).orElseThrow().is(address)).isFalse();
  }

  @Test
  void nothingIsNoAddress() {
    assertThat(ReportedAddress.parse("rfc822; <>")).isEmpty();
  }
}
