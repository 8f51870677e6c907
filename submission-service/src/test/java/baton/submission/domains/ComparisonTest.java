package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.domains.DnsRecord.Publisher;
import baton.submission.domains.DnsRecord.Purpose;
import baton.submission.domains.Finding.Status;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several records of one name are written with a bar between them. */
class ComparisonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          v=spf1 a:mail.baton.test -all                       ; PUBLISHED ; allows
          v=spf1 ip4:192.0.2.1 +A:mail.baton.test ~all        ; PUBLISHED ; allows
          v=spf1 mx -all                                      ; WRONG     ; lacks a:mail.baton.test
          v=spf1 a:mail.baton.test -all | v=spf1 -all         ; WRONG     ; several SPF records
          v=spf1 a:mail.baton.test -all | something-else      ; PUBLISHED ; allows
          v=spf10 a:mail.baton.test                           ; MISSING   ; no TXT record
          """)
  void spf(String found, Status status, String sentence) {
    DnsRecord expected = expected(Purpose.SPF, "v=spf1 a:mail.baton.test -all");
    assertThat(Comparison.spf(expected, records(found)))
        .satisfies(
            finding -> {
              assertThat(finding.status()).isEqualTo(status);
              assertThat(finding.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      textBlock =
          """
          v=DMARC1; p=none                                  ^ PUBLISHED
          v=DMARC1;p=reject;rua=mailto:a@example.com        ^ PUBLISHED
          v=DMARC1; rua=mailto:a@example.com; p=quarantine; ^ PUBLISHED
          v=DMARC1; rua=mailto:a@example.com                ^ WRONG
          v=DMARC1; p=maybe                                 ^ WRONG
          v=DMARC1; sp=none                                 ^ WRONG
          v=DMARC1; p=none | v=DMARC1; p=reject             ^ WRONG
          """)
  void dmarc(String found, Status status) {
    DnsRecord expected = expected(Purpose.DMARC, "v=DMARC1; p=none");
    assertThat(Comparison.dmarc(expected, "_dmarc.example.com", records(found)).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          10 mail.baton.test                         ; PUBLISHED ; reach Baton
          0 mail.baton.test                          ; PUBLISHED ; reach Baton
          10 mail.baton.test | 20 mx.example.net     ; WRONG     ; other mail exchangers
          10 mx.example.net                          ; WRONG     ; bounces are lost
          """)
  void exchanger(String found, Status status, String sentence) {
    DnsRecord expected = expected(Purpose.RETURN_PATH, "10 mail.baton.test");
    assertThat(Comparison.exchanger(expected, records(found)))
        .satisfies(
            finding -> {
              assertThat(finding.status()).isEqualTo(status);
              assertThat(finding.sentence()).contains(sentence);
            });
  }

  @Test
  void whatIsWrongIsSaidBesideWhatIsExpected() {
    Finding finding =
        Comparison.key(
            expected(Purpose.DKIM, "v=DKIM1; k=rsa; p=QUJD"), List.of("v=DKIM1; k=rsa; p=QUJE"));
    assertThat(finding.status()).isEqualTo(Status.WRONG);
    assertThat(finding.sentence())
        .isEqualTo(
            "The TXT record at x.example.com holds another key."
                + " Found: v=DKIM1; k=rsa; p=QUJE. Expected: v=DKIM1; k=rsa; p=QUJD");
  }

  @Test
  void whoeverPublishesABookIsQuotedShortly() {
    Finding finding =
        Comparison.key(
            expected(Purpose.DKIM, "v=DKIM1; k=rsa; p=QUJD"),
            Collections.nCopies(100, "v=DKIM1; p=" + "A".repeat(60_000)));
    assertThat(finding.found()).hasSize(10).allMatch(text -> text.length() == 1_000);
    assertThat(finding.sentence()).hasSizeLessThan(12_000);
  }

  @Test
  void aKeyBesideAnotherRecordIsNotReliedOn() {
    DnsRecord expected = expected(Purpose.DKIM, "v=DKIM1; k=rsa; p=QUJD");
    assertThat(Comparison.key(expected, List.of(expected.value(), "hello")).status())
        .isEqualTo(Status.WRONG);
  }

  private static List<String> records(String found) {
    return Arrays.stream(found.split("\\|")).map(String::strip).toList();
  }

  private static DnsRecord expected(Purpose purpose, String value) {
    return DnsRecord.advice(
        purpose, Publisher.OWNER, PublishedRecords.Type.TXT, "x.example.com", value);
  }
}
