package baton.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.smtp.grammar.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShutdownTest {

  @Test
  void sessionsBetweenTransactionsGet421AndOthersMayFinish() throws Exception {
    try (ServerFixture fixture = new ServerFixture(options -> options);
        TestPeer idle = fixture.greet();
        TestPeer busy = fixture.inData();
        TestPeer waiting = fixture.inData()) {
      fixture.conversations.withholdAnswers();
      waiting.sendLines("text", ".");
      await().until(() -> fixture.conversations.withheld.size() == 1);

      Future<Void> stopped = fixture.server.shutdown(Duration.ofSeconds(30));
      assertThat(idle.readReply()).isEqualTo("421 4.3.2 Server is shutting down, try again later");
      assertThat(idle.isClosed()).isTrue();
      try (TestPeer late = TestPeer.connect(fixture.server.port())) {
        assertThat(late.readReply()).startsWith("421 4.3.2 ");
      }

      fixture.conversations.withheld.remove().complete(Reply.of(250, "2.0.0", "Queued"));
      assertThat(waiting.readReply()).isEqualTo("250 2.0.0 Queued");
      assertThat(waiting.readReply()).startsWith("421 4.3.2 ");

      busy.sendLines("text", ".", "MAIL FROM:<a@client.example>");
      await().until(() -> fixture.conversations.withheld.size() == 1);
      fixture.conversations.withheld.remove().complete(Reply.of(250, "2.0.0", "Queued"));
      assertThat(busy.readReply()).isEqualTo("250 2.0.0 Queued");
      assertThat(busy.readReply()).startsWith("421 4.3.2 ");
      await().until(stopped::isComplete);
      assertThat(fixture.conversations.open).hasValue(0);
    }
  }

  @Test
  void aTransactionThatOutlastsThePatienceGets421() throws Exception {
    try (ServerFixture fixture = new ServerFixture(options -> options);
        TestPeer busy = fixture.inData()) {
      fixture.server.shutdown(Duration.ofMillis(50));
      assertThat(busy.readReply()).startsWith("421 4.3.2 ");
      await().until(() -> fixture.conversations.open.get() == 0);
      assertThat(fixture.server.bytesInFlight()).isZero();
    }
  }
}
