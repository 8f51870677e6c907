package baton.feedback.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.token.ReturnPath;
import baton.feedback.Samples;
import baton.feedback.Samples.Sent;
import baton.feedback.smtp.FeedbackAddresses.FeedbackLoop;
import baton.feedback.smtp.FeedbackAddresses.Nobody;
import baton.feedback.smtp.FeedbackAddresses.Returned;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ForwardPath;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedbackAddressesTest {

  private final Samples samples = Samples.ofOwnKey();
  private final Sent sent = samples.sent();
  private final FeedbackAddresses addresses =
      new FeedbackAddresses(Set.of("bounces.example.org"), samples.keys());

  @Test
  void aReturnPathTellsItsMessage() {
    assertThat(find(sent.localPart() + "@bounces.example.org"))
        .isEqualTo(new Returned(sent.origin()));
  }

  @Test
  void aReturnPathWithAnyCharacterChangedIsNobodys() {
    String localPart = sent.localPart();
    for (int i = ReturnPath.PREFIX.length(); i < localPart.length(); i++) {
      char other = localPart.charAt(i) == 'a' ? 'b' : 'a';
      String forged = localPart.substring(0, i) + other + localPart.substring(i + 1);
      assertThat(find(forged + "@bounces.example.org"))
          .as("character %d", i)
          .isEqualTo(new Nobody());
    }
  }

  @Test
  void theFeedbackLoopHasItsAddress() {
    assertThat(find("FBL@bounces.example.org")).isEqualTo(new FeedbackLoop());
  }

  @Test
  void atOtherDomainsThereIsNobody() {
    assertThat(find(sent.localPart() + "@example.org")).isEqualTo(new Nobody());
    assertThat(find("fbl@sub.bounces.example.org")).isEqualTo(new Nobody());
    assertThat(addresses.find(ForwardPath.POSTMASTER)).isEqualTo(new Nobody());
  }

  private FeedbackAddresses.Destination find(String address) {
    return addresses.find(EmailAddress.parse(address));
  }
}
