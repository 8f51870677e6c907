package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a@example.org              | a@example.org
          A.B+c@EXAMPLE.Org          | A.B+c@example.org
          a@b                        | a@b
          "a"@example.org            | a@example.org
          "a.b"@example.org          | a.b@example.org
          "a b"@example.org          | "a b"@example.org
          "a\\b"@example.org         | ab@example.org
          "a\\\\b"@example.org       | "a\\\\b"@example.org
          "a\\"b"@example.org        | "a\\"b"@example.org
          ".a"@example.org           | ".a"@example.org
          "a..b"@example.org         | "a..b"@example.org
          ""@example.org             | ""@example.org
          "@"@example.org            | "@"@example.org
          a@[192.0.2.1]              | a@[192.0.2.1]
          a@[ipv6:2001:DB8::1]       | a@[IPv6:2001:db8::1]
          a@[IPv6:::]                | a@[IPv6:::]
          a@[IPv6:1:2:3:4:5:6:7:8]   | a@[IPv6:1:2:3:4:5:6:7:8]
          a@[IPv6:::ffff:192.0.2.1]  | a@[IPv6:::ffff:192.0.2.1]
          a@例子.广告                 | a@xn--fsqu00a.xn--4rr70v
          a@MÜLLER.example           | a@xn--mller-kva.example
          a@mu\u0308ller.example     | a@xn--mller-kva.example
          用户@例子.广告              | 用户@xn--fsqu00a.xn--4rr70v
          """)
  void readsAnAddressIntoTheFormThatIsCompared(String text, String normal) {
    EmailAddress address = EmailAddress.parse(text);
    assertThat(address).hasToString(normal);
    assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                         | address is empty
          a                          | address has no @ and domain
          @example.org               | local part is empty
          .a@example.org             | local part begins with a dot
          a.@example.org             | local part ends with a dot
          a..b@example.org           | local part holds two dots in a row
          a b@example.org            | local part holds a blank
          a\\rb@example.org          | local part holds a CR
          a\\0@example.org           | local part holds a NUL
          a,b@example.org            | local part holds the character ,
          "a@example.org             | quoted local part has no closing quote
          "a"b@example.org           | local part holds the character b
          "a\\nb"@example.org        | quoted local part holds an LF
          "a\\\\ü"@example.org       | a backslash in the local part stands before U+00FC
          a@                         | domain is empty
          a@.org                     | domain begins with a dot
          a@example.                 | domain ends with a dot
          a@example..org             | domain holds an empty label
          a@-example.org             | domain holds a label that begins or ends with a hyphen
          a@example-.org             | domain holds a label that begins or ends with a hyphen
          a@exam_ple.org             | domain holds the character _
          a@exam ple.org             | domain holds a blank
          a@b@example.org            | domain holds the character @
          a@straße.example           | domain holds U+00DF, which IDNA 2003 and 2008 read differently: write the label as xn--
          a@[192.0.2.256]            | address literal is neither an IPv4 address nor IPv6: and an address
          a@[192.0.2.1               | address literal has no closing bracket
          a@[IPv6:1::2::3]           | address literal is no IPv6 address
          a@[IPv6:1:2:3:4:5:6:7]     | address literal is no IPv6 address
          a@[IPv6:1:2:3:4:5:6:7::]   | address literal is no IPv6 address
          a@[2001:db8::1]            | address literal is neither an IPv4 address nor IPv6: and an address
          """)
  void namesTheFaultOfWhatIsNoAddress(String text, String sentence) {
    assertThatThrownBy(() -> EmailAddress.parse(text.translateEscapes()))
        .isInstanceOf(InvalidAddressException.class)
        .hasMessage(sentence);
  }

  @Test
  void keepsTheLimitsOfLength() {
    String label = "x".repeat(63);
    String domain = label + "." + label + "." + label;
    assertThat(EmailAddress.parse("a".repeat(62) + "@" + domain).toString()).hasSize(254);
    assertInvalid("a".repeat(63) + "@" + domain, "address is longer than 254 octets");
    assertInvalid("a".repeat(65) + "@b.example", "local part is longer than 64 octets");
    assertInvalid("é".repeat(33) + "@b.example", "local part is longer than 64 octets");
    assertInvalid("a@" + label + "x.example", "domain holds a label of more than 63 octets");
    assertInvalid("a@" + domain + "." + label + ".x", "domain is longer than 255 octets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ü@example.org", "\"ü b\"@example.org"})
  void saysThatAnInternationalLocalPartNeedsSmtpUtf8(String text) {
    assertThat(EmailAddress.parse(text).needsSmtpUtf8()).isTrue();
    assertThat(EmailAddress.parse("a@ü.example").needsSmtpUtf8()).isFalse();
  }

  @Test
  void readsTheNullPath() {
    assertThat(ReversePath.parse("")).isEqualTo(ReversePath.NULL).hasToString("");
    assertThat(ReversePath.parse("a@b.example")).hasToString("a@b.example");
  }

  private static void assertInvalid(String text, String sentence) {
    assertThatThrownBy(() -> EmailAddress.parse(text)).hasMessage(sentence);
  }
}
