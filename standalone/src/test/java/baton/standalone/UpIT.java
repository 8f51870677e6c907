package baton.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.standalone.cli.Said;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton up} and the commands beside it, as processes. */
class UpIT {
  @TempDir Path folder;

  @Test
  void carriesMailToTheMailboxAndKeepsItThroughAStopAndAKill() throws Exception {
    Map<String, String> ports = Up.freePorts();
    String data = folder.resolve("data").toString();
    try (Up up = Up.start(folder.resolve("data"), ports).ready()) {
      assertThat(up.output()).contains("/mailbox", "curl ", "swaks ", "API key      baton_");
      assertThat(send(data, "first@example.org").status()).isZero();
      arrives(up, "first@example.org");

      try (Up second = Up.start(folder.resolve("data"), Up.freePorts())) {
        assertThat(second.ended()).isEqualTo(1);
        assertThat(second.output())
            .isEqualTo(
                "baton: Baton cannot start: another Baton runs with the data folder "
                    + folder.resolve("data")
                    + ": stop it, or choose another folder with --data.\n");
      }
      assertThat(up.stop()).isIn(0, 143);
      assertThat(up.output()).doesNotContain("ERROR", "Exception");
    }
    try (Up up = Up.start(folder.resolve("data"), ports).ready()) {
      assertThat(up.get("/mailbox/messages?to=first@example.org")).contains("first@example.org");
      assertThat(send(data, "second@example.org").status()).isZero();
      arrives(up, "second@example.org");
      assertThat(send(data, "third@example.org").status()).isZero();
      up.kill();
    }
    try (Up up = Up.start(folder.resolve("data"), ports).ready()) {
      arrives(up, "third@example.org");
      assertThat(up.get("/mailbox/messages?to=second@example.org")).contains("second@example.org");
    }
  }

  @Test
  void showsWhatBecameOfAMessage() throws Exception {
    String data = folder.resolve("data").toString();
    try (Up up = Up.start(folder.resolve("data"), Up.freePorts()).ready()) {
      Said sent = send(data, "reader@example.org");
      assertThat(sent.hints()).contains("./baton status ");
      String id = sent.results().split(" ")[0];
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(Said.by("status", id, "--data", data).results())
                      .startsWith(id + "  delivered\n")
                      .contains("to       reader@example.org", "accepted", "by http"));

      assertThat(Said.by("send", "--data", data, "--to", "a@b@c").status()).isEqualTo(1);
      assertThat(Said.by("send", "--data", data, "--to", "x@example.org", "--from", "x@no.test"))
          .satisfies(
              refused -> {
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.hints()).contains("refuses (403)");
              });
      Path eml = folder.resolve("mail.eml");
      Files.writeString(eml, "From: Me <hello@demo.baton.test>\nSubject: Finished\n\nAs it is.\n");
      assertThat(
              Said.by("send", "--data", data, "--to", "eml@example.org", "--eml", eml.toString())
                  .status())
          .isZero();
      arrives(up, "eml@example.org");
      assertThat(up.get("/mailbox")).contains("Finished");

      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Map<String, String> ports = Up.freePorts();
        ports.put("BATON_HTTP_PORT", Integer.toString(taken.getLocalPort()));
        try (Up other = Up.start(folder.resolve("other"), ports)) {
          assertThat(other.ended()).isEqualTo(1);
          assertThat(other.output().lines())
              .singleElement()
              .asString()
              .contains("port " + taken.getLocalPort(), "BATON_HTTP_PORT");
        }
      }
    }
    assertThat(Said.by("status", "no-id", "--data", data).status()).isEqualTo(2);
    assertThat(send(data, "reader@example.org"))
        .satisfies(
            said -> {
              assertThat(said.status()).isEqualTo(1);
              assertThat(said.hints()).contains("is it running? ./baton up starts it.");
            });

    Path meta = folder.resolve("data/kafka/log/meta.properties");
    Files.writeString(meta, "\u0000 this is damage");
    try (Up up = Up.start(folder.resolve("data"), Up.freePorts())) {
      assertThat(up.ended()).isEqualTo(1);
      assertThat(up.output().lines().filter(line -> line.startsWith("baton: ")))
          .singleElement()
          .asString()
          .startsWith("baton: Baton cannot start: Kafka cannot start");
      assertThat(up.output()).doesNotContain("\tat ");
    }
  }

  private static Said send(String data, String recipient) {
    return Said.by("send", "--data", data, "--to", recipient, "--text", "Hello");
  }

  private static void arrives(Up up, String recipient) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(up.get("/mailbox/messages?to=" + recipient))
                    .contains("\"to\":\"" + recipient + "\""));
  }
}
