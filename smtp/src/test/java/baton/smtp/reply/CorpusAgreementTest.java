package baton.smtp.reply;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.CorpusFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * How far the classifier agrees with labels that other projects gave to real replies, in coarse
 * categories, with the equivalences that stand beside them. Some labels rest on what a bare text
 * does not tell, or mean only that a project has no rule, so all of it is neither reached nor
 * sought.
 */
class CorpusAgreementTest {

  @Test
  void nine_in_ten_of_the_asserted_labels_are_met() throws IOException {
    assertThat(agreement("gold")).isGreaterThanOrEqualTo(0.91);
  }

  @Test
  void seven_in_eight_of_all_labels_are_met() throws IOException {
    assertThat(agreement("")).isGreaterThanOrEqualTo(0.87);
  }

  @Test
  void no_reply_about_anything_else_declares_an_address_dead() throws IOException {
    List<String> aboutTheAddress =
        List.of(
            "invalid_recipient",
            "inactive_mailbox",
            "recipient_refused",
            "dns_or_domain",
            // The same words, and only the phase would tell: "Unknown user" said of the sender.
            "sender_refused");
    List<String> wrong = new ArrayList<>();
    for (JsonNode reply : replies("gold")) {
      if (ReplyClassifier.classify(reply.get("reply").asText()).hard()
          && !aboutTheAddress.contains(reply.get("coarse").asText())) {
        wrong.add(reply.get("id").asText());
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static double agreement(String quality) throws IOException {
    JsonNode equivalences = CorpusFile.document("smtp-replies/lenient-equivalences.json");
    int met = 0;
    List<JsonNode> replies = replies(quality);
    for (JsonNode reply : replies) {
      String wanted = reply.get("coarse").asText();
      String found = coarse(ReplyClassifier.classify(reply.get("reply").asText()).bounceClass());
      if (found.equals(wanted)
          || StreamSupport.stream(equivalences.path(wanted).spliterator(), false)
              .anyMatch(equivalent -> equivalent.asText().equals(found))) {
        met++;
      }
    }
    return (double) met / replies.size();
  }

  private static List<JsonNode> replies(String quality) throws IOException {
    return CorpusFile.lines("smtp-replies/replies.jsonl").stream()
        .filter(reply -> reply.get("label_quality").asText().startsWith(quality))
        .toList();
  }

  private static String coarse(BounceClass bounceClass) {
    return switch (bounceClass) {
      case InvalidRecipient -> "invalid_recipient";
      case BadDomain -> "dns_or_domain";
      case InactiveMailbox -> "inactive_mailbox";
      case MailboxFull -> "mailbox_full";
      case MessageTooLarge -> "message_too_large";
      case SpamBlock, Blocklisted -> "ip_or_domain_blocked";
      case SpamContent -> "spam_content";
      case PolicyRelated -> "policy";
      case AuthenticationFailed -> "auth_failure";
      case RateLimited -> "rate_limited";
      case Greylisted -> "greylisted";
      case RelayDenied -> "relay_denied";
      case ProtocolError -> "content_or_protocol";
      case RoutingError, ConnectionError, TlsError -> "network";
      case Expired -> "expired";
      case AutoReply, Uncategorized -> "other";
    };
  }
}
