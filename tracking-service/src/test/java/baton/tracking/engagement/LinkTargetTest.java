package baton.tracking.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTargetTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      textBlock =
          """
          https://example.com -> https://example.com
          HTTP://example.com/A?b=c#d -> HTTP://example.com/A?b=c#d
          https://example.com/?q=%C3%BC&a=1;b -> https://example.com/?q=%C3%BC&a=1;b
          https://example.com/?q=ü&ä=1 -> https://example.com/?q=%C3%BC&%C3%A4=1
          https://example.com/a b -> https://example.com/a%20b
          https://example.com/{{name}}|x -> https://example.com/{{name}}|x
          https://bücher.example/ü -> https://xn--bcher-kva.example/%C3%BC
          https://ada@bücher.example:8443/ -> https://ada@xn--bcher-kva.example:8443/
          https://[2001:db8::1]:8443/x -> https://[2001:db8::1]:8443/x
          https://example.com/😀 -> https://example.com/%F0%9F%98%80
          """)
  void aTargetIsSentInVisibleAsciiAndOtherwiseAsItIs(String target, String location) {
    assertThat(LinkTarget.location(target)).contains(location);
  }

  @Test
  void noTargetEndsTheHeader() {
    assertThat(LinkTarget.location("https://example.com/\r\nSet-Cookie: a=b\0"))
        .contains("https://example.com/%0D%0ASet-Cookie:%20a=b%00");
    assertThat(LinkTarget.location("https://example.com/\u0001\u2028x"))
        .contains("https://example.com/%01%E2%80%A8x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "ftp://example.com/",
        "//example.com/",
        "/path",
        "http:",
        "http://",
        "https:///path",
        "https:/example.com",
        "https:example.com",
        "https:\\\\example.com",
        "https://\\example.com",
        "https://?q",
        "https://:80/",
        "https://ada@/"
      })
  void nothingButHttpWithAHostIsATarget(String target) {
    assertThat(LinkTarget.location(target)).isEmpty();
  }
}
