package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.CorpusFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Judges the addresses of shared/corpora/addresses as their sources do, but where RFC 5321 differs.
 */
class AddressCorpusTest {

  @Test
  void agreesWithTheLabels() throws IOException {
    List<String> disagreements = new ArrayList<>();
    int judged = 0;
    for (JsonNode row : CorpusFile.lines("addresses/addresses.jsonl")) {
      JsonNode label = row.path("valid_smtp");
      String address = row.path("address").asText();
      if (!label.isBoolean() || row.path("conflict_between_sources").asBoolean()) {
        continue;
      }
      judged++;
      if (isValid(address) != label.asBoolean() && !isKnownDifference(address)) {
        disagreements.add(label.asBoolean() + " " + address);
      }
    }
    assertThat(judged).isGreaterThan(250);
    assertThat(disagreements).isEmpty();
  }

  /** Forms that some sources call valid, and RFC 5321 section 4.1.2 has no room for. */
  private static boolean isKnownDifference(String address) {
    boolean displayName = address.endsWith(">");
    boolean comment = address.startsWith("(") || address.endsWith(")");
    boolean quotesInsideOfADotString = address.contains(".\"") || address.contains("\".");
    boolean underscoreInTheDomain = address.indexOf('_', address.lastIndexOf('@')) >= 0;
    return displayName || comment || quotesInsideOfADotString || underscoreInTheDomain;
  }

  private static boolean isValid(String address) {
    try {
      EmailAddress.parse(address);
      return true;
    } catch (InvalidAddressException _) {
      return false;
    }
  }
}
