package baton.feedback.intake;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.token.ReturnPath.Origin;
import baton.feedback.Samples;
import baton.feedback.attribution.Attribution;
import baton.feedback.recognition.Limits;
import baton.feedback.recognition.Recognition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What strangers send to find out what happens: it is read, in time, and nothing escapes. */
class HostileMailTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int SIZE = 10 * 1024 * 1024;

  private final Samples samples = Samples.ofOwnKey();
  private final List<Origin> origins = List.of(samples.sent().origin());
  private final ReportReader reader =
      new ReportReader(new Recognition(Limits.DEFAULT), new Attribution(samples.keys()));

  @Test
  void aZipOfJunkIsNoReport() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("report.xml"));
      zip.write(random(1, 300_000));
    }
    assertThat(read(bytes.toByteArray()).outcome()).isEqualTo(Outcome.NOT_UNDERSTOOD);
    read(random(2, SIZE));
  }

  @Test
  void multipartsInsideOneAnotherWithoutEndAreLeftAlone() {
    StringBuilder mail = new StringBuilder();
    for (int i = 0; mail.length() < SIZE; i++) {
      mail.append("Content-Type: multipart/mixed; boundary=\"b").append(i).append("\"\r\n\r\n--b");
      mail.append(i).append("\r\n");
    }
    read(mail);
  }

  @Test
  void messagesInsideOneAnotherWithoutEndAreLeftAlone() {
    read("Content-Type: message/rfc822\r\n\r\n".repeat(SIZE / 34));
    read(
        "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: message/rfc822\r\n\r\n".repeat(SIZE / 34));
  }

  @Test
  void partsWithoutEndAreLeftAlone() {
    read(
        "Content-Type: multipart/report; boundary=b\r\n\r\n"
            + "--b\r\n\r\nx\r\n".repeat(SIZE / 10));
  }

  @Test
  void aHeaderOfTenMegabytesIsLeftAlone() {
    String value = "x".repeat(SIZE);
    read("Subject: " + value + "\r\n\r\nbody");
    read(value);
    read("Subject: " + "x\r\n ".repeat(SIZE / 4) + "\r\n\r\nbody");
    read("X: y\r\n".repeat(SIZE / 6) + "\r\nbody");
    read("Content-Type: multipart/report" + "; a=b".repeat(SIZE / 5) + "\r\n\r\nbody");
    read("Content-Type: multipart/report; boundary=\"" + "\\\"".repeat(30_000) + "\"\r\n\r\nbody");
  }

  @Test
  void fieldsWithoutEndInAReportAreLeftAlone() {
    String dsn =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: message/delivery-status\r\n\r\n";
    read(dsn + "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n".repeat(SIZE / 65));
    read(dsn + "Action: failed\r\nStatus: " + "5.".repeat(SIZE / 2));
    read(dsn + "Action: failed\r\nDiagnostic-Code: smtp; " + "550 5.1.1 ".repeat(SIZE / 10));
    read(dsn + "Action: failed\r\nDiagnostic-Code: smtp; " + "550 ".repeat(15_000));
    read(dsn + "Action: failed\r\nDiagnostic-Code: " + " ".repeat(SIZE) + ";");
    read(
        dsn
            + "Action: failed\r\nFinal-Recipient: utf-8; "
            + "\\x{E9}".repeat(10_000)
            + "@b.example");
  }

  @Test
  void referencesWithoutEndAreLeftAlone() {
    String arf =
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\n"
            + "Content-Type: message/rfc822\r\n\r\n";
    Finding finding =
        reader.read(
            bytes(arf + "X-Baton-Ref: AQAA\r\n".repeat(SIZE / 20)), List.of(), Instant.EPOCH);

    assertThat(finding.outcome()).isEqualTo(Outcome.FOREIGN);
    read(arf + "X-Baton-Ref: " + "A".repeat(SIZE));
  }

  @Test
  void nulsAndLoneLineEndsAreCharactersLikeOthers() {
    read("\0".repeat(SIZE));
    read("\r".repeat(SIZE));
    read("\n".repeat(SIZE));
    read("Content-Type: multipart/report; boundary=\0\r\n\r\n--\0\r\n".repeat(1_000));
    read(new String(Samples.read("dsn-postfix", "x"), StandardCharsets.UTF_8).replace(' ', '\0'));
  }

  @Test
  void brokenTransferEncodingsAreReadAsFarAsTheyGo() {
    String head = "Content-Type: message/feedback-report\r\nContent-Transfer-Encoding: %s\r\n\r\n";
    read(head.formatted("base64") + "=".repeat(SIZE));
    read(head.formatted("base64") + "RmVl!".repeat(SIZE / 5));
    read(head.formatted("quoted-printable") + "=".repeat(SIZE));
    read(head.formatted("quoted-printable") + "=0D=0A ".repeat(SIZE / 7));
    read(head.formatted("x-uuencode") + "begin 644 x\r\n".repeat(SIZE / 13));
    read(head.formatted("\0") + "x");
  }

  @Test
  void mutatedSamplesAreReadOrLeftAlone() {
    Random random = new Random(20_250_505);
    for (String name : Samples.names()) {
      byte[] sample = Samples.read(name, samples.sent().reference());
      for (int i = 0; i < 200; i++) {
        read(Mutation.of(sample, random));
      }
    }
  }

  private Finding read(CharSequence mail) {
    return read(bytes(mail));
  }

  private static byte[] bytes(CharSequence mail) {
    return mail.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private Finding read(byte[] raw) {
    long start = System.nanoTime();
    Finding finding = reader.read(raw, origins, Instant.EPOCH);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as(() -> new String(Arrays.copyOf(raw, 100), StandardCharsets.ISO_8859_1))
        .isLessThan(LIMIT);
    return finding;
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
