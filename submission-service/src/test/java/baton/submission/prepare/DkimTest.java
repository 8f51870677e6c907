package baton.submission.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.outbound.OutboundMessage;
import baton.testkit.NeedsProgram;
import baton.testkit.Programs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dkimpy, which shares nothing with Baton, says of the first signature. */
@NeedsProgram("dkimverify")
class DkimTest {

  private static final String VERIFIER =
      """
      import dkim, os, sys
      record = os.environ['RECORD'].encode()
      name = []
      def dns(asked, timeout=5):
          name.append(asked if isinstance(asked, bytes) else asked.encode())
          return record
      print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=dns), name[0].decode())
      """;

  private final Workshop workshop = new Workshop();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@own.test\r\n\r\nhi\r\n",
        "From: a@own.test",
        "From: a@own.test\r\n\r\n",
        "From: a@own.test\r\n"
            + "Subject:  folded\r\n"
            + "\t and  spaced \r\n"
            + "To:\t x@y.test\r\n\r\n"
            + " a \t b \r\n\r\n\r\n",
        "From: \u00c4nne <a@own.test>\r\nSubject: \u00fc\u00f6\u00e4\r\n\r\n\u00e9  \u00e9",
        "From: a@own.test\r\nReply-To: b@own.test\r\nReply-To: c@own.test\r\n\r\nhi",
        "From: a@own.test\r\nContent-Type: text/html\r\n\r\n<a href='http://e.test'>x</a>\r\n"
      })
  void theSignatureHolds(String message) {
    assertThat(verify(workshop.prepare(message).content()))
        .isEqualTo("True s1._domainkey.own.test.");
  }

  @Test
  void itBreaksWhenAnythingThatCountsIsChanged() {
    OutboundMessage message =
        workshop.prepare("From: a@own.test\r\nSubject: one\r\nX-Other: 1\r\n\r\nhi\r\n");
    String text = new String(message.content(), StandardCharsets.UTF_8);

    assertThat(verify(text.replace("X-Other: 1", "X-Other: 2"))).startsWith("True");
    assertThat(verify(text.replace("Subject: one", "Subject: two"))).startsWith("False");
    assertThat(verify(text.replace("\r\n\r\nhi", "\r\n\r\nho"))).startsWith("False");
    assertThat(verify(text.replace("List-Unsubscribe-Post", "X-Other"))).startsWith("False");
    assertThat(verify(text.replace("X-Other: 1", "From: b@other.test"))).startsWith("False");
  }

  private static String verify(String message) {
    return verify(message.getBytes(StandardCharsets.UTF_8));
  }

  private static String verify(byte[] message) {
    Programs.Run run =
        Programs.run(
            Duration.ofSeconds(30),
            Arrays.copyOf(message, message.length),
            Map.of("RECORD", Workshop.dkimRecord()),
            List.of("/usr/bin/python3", "-c", VERIFIER));
    assertThat(run.errors()).isEmpty();
    return run.output().strip();
  }
}
