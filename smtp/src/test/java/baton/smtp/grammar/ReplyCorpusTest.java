package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.CorpusFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Replies as another project's parser reads them. */
class ReplyCorpusTest {

  @Test
  void code_status_and_text_are_read_alike() throws IOException, MalformedReplyException {
    for (JsonNode sample : CorpusFile.lines("smtp-dialogues/client-replies.jsonl")) {
      JsonNode expected = sample.get("expected");
      Reply reply =
          ReplyParserTest.replies(CorpusFile.unescape(sample.get("server_bytes").asText()))
              .getFirst();

      assertThat(reply.code()).isEqualTo(expected.get("code").asInt());
      String enhanced = expected.get("enhanced").asText();
      if (EnhancedStatus.parse(enhanced).isEmpty()) {
        // Absent, or of a class that RFC 3463 does not know, which then is text here.
        assertThat(reply.status()).isNull();
      } else {
        assertThat(reply.status()).hasToString(enhanced);
        assertThat(String.join("\n", reply.lines())).isEqualTo(expected.get("message").asText());
      }
    }
  }
}
