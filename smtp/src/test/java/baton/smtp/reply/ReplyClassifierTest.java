package baton.smtp.reply;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.grammar.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What replies mean, one line each. */
class ReplyClassifierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # ---- delivered
          250 2.0.0 Ok: queued as 4XyZ                                        | Uncategorized        | false | DELIVERED
          251 will forward                                                    | Uncategorized        | false | DELIVERED
          # ---- the address is dead
          550 5.1.1 no such user                                              | InvalidRecipient     | true  | BOUNCE
          550 5.1.1 something nobody has ever said                            | InvalidRecipient     | true  | BOUNCE
          550 No Such User Here                                               | InvalidRecipient     | true  | BOUNCE
          550 <bob@x.example>: User unknown in relay recipient table          | InvalidRecipient     | true  | BOUNCE
          550 Unrouteable address                                             | InvalidRecipient     | true  | BOUNCE
          550 Benutzer ist hier unbekannt                                     | InvalidRecipient     | true  | BOUNCE
          550 El usuario bob no existe                                        | InvalidRecipient     | true  | BOUNCE
          551 5.1.6 the recipient has moved                                   | InvalidRecipient     | true  | BOUNCE
          550 5.1.2 no such host                                              | BadDomain            | true  | BOUNCE
          556 5.1.10 null MX                                                  | BadDomain            | true  | BOUNCE
          556 this domain takes no mail                                       | BadDomain            | true  | BOUNCE
          550 5.2.1 this account is disabled                                  | InactiveMailbox      | true  | BOUNCE
          525 5.7.13 account disabled                                         | InactiveMailbox      | true  | BOUNCE
          # ---- not said to be dead
          450 4.1.1 user unknown, at the moment                               | InvalidRecipient     | false | RETRY
          550 5.5.0 mailbox unavailable                                       | InvalidRecipient     | false | BOUNCE
          550 5.1.1 temporarily no such user                                  | InvalidRecipient     | false | RETRY
          550 DNS lookup for x.example failed                                 | BadDomain            | false | BOUNCE
          553 5.1.8 domain of sender address does not exist                   | PolicyRelated        | false | BOUNCE
          550 sender address unknown                                          | PolicyRelated        | false | BOUNCE
          550 5.7.1 IP address 192.0.2.1 not found in DNS                     | SpamBlock,PolicyRelated | false | BOUNCE
          450 4.7.1 <mx.x.example>: Helo command rejected: Host not found     | PolicyRelated        | false | RETRY
          # ---- full
          552 5.2.2 quota                                                     | MailboxFull          | false | BOUNCE
          452 4.2.2 over quota                                                | MailboxFull          | false | RETRY
          550 The user's mailbox is full                                      | MailboxFull          | false | BOUNCE
          552 5.1.1 mailbox is over quota                                     | MailboxFull          | false | BOUNCE
          452 4.3.1 insufficient system storage                               | ConnectionError      | false | RETRY
          # ---- large
          552 5.3.4 too big                                                   | MessageTooLarge      | false | BOUNCE
          552 message size exceeds fixed maximum message size                 | MessageTooLarge      | false | BOUNCE
          # ---- who sends
          554 5.7.1 blocked using zen.spamhaus.org                            | Blocklisted          | false | BOUNCE
          550 your address 192.0.2.1 is blacklisted here                      | Blocklisted          | false | BOUNCE
          550 5.7.606 access denied                                           | Blocklisted          | false | BOUNCE
          421 4.7.0 poor reputation                                           | SpamBlock            | false | RETRY
          550 5.7.1 connections from 192.0.2.1 not accepted, poor reputation  | SpamBlock            | false | BOUNCE
          554 your host has been temporarily blocked                          | SpamBlock            | false | RETRY
          # ---- what is sent
          550 5.7.1 this looks like spam                                      | SpamContent          | false | BOUNCE
          554 5.7.1 virus found: EICAR                                        | SpamContent          | false | BOUNCE
          # ---- authentication
          550 5.7.26 refused                                                  | AuthenticationFailed | false | BOUNCE
          550 rejected by the DMARC policy of x.example                       | AuthenticationFailed | false | BOUNCE
          451 4.7.24 SPF lookup failed                                        | AuthenticationFailed | false | RETRY
          550 5.7.25 no PTR                                                   | AuthenticationFailed | false | BOUNCE
          421 4.7.26 rate limited, the mail is unauthenticated                | AuthenticationFailed | false | RETRY
          # ---- rate
          450 4.2.1 receiving mail at a rate that is too high                 | RateLimited          | false | RETRY
          550 5.7.1 sending too fast                                          | RateLimited          | false | RETRY
          421 4.7.0 too many connections                                      | RateLimited          | false | RETRY
          452 4.5.3 too many recipients                                       | RateLimited          | false | RETRY
          554 daily message quota exceeded                                    | RateLimited          | false | RETRY
          # ---- greylisting
          450 4.7.1 greylisted for five minutes                               | Greylisted           | false | RETRY
          550 5.7.1 greylisting in action                                     | Greylisted           | false | RETRY
          451 4.7.1 Try again later                                           | Greylisted           | false | RETRY
          # ---- the rest
          550 5.7.1 relaying denied                                           | RelayDenied          | false | BOUNCE
          530 5.7.0 must issue STARTTLS first                                 | TlsError             | false | BOUNCE
          503 5.5.1 bad sequence of commands                                  | ProtocolError        | false | BOUNCE
          550 5.6.0 header is malformed                                       | ProtocolError        | false | BOUNCE
          554 5.4.6 too many hops                                             | RoutingError         | false | BOUNCE
          550 mail loops back to myself                                       | RoutingError         | false | BOUNCE
          554 5.4.7 expired                                                   | Expired              | false | BOUNCE
          421 4.3.2 shutting down                                             | ConnectionError      | false | RETRY
          550 5.7.1 our policy forbids it                                     | PolicyRelated        | false | BOUNCE
          # ---- doubt
          550 no                                                              | Uncategorized        | false | BOUNCE
          550 no, try again later                                             | Uncategorized        | false | RETRY
          451 no                                                              | Uncategorized        | false | RETRY
          552 4.2.2 two opinions                                              | MailboxFull          | false | RETRY
          354 go ahead                                                        | ProtocolError        | false | RETRY
          # ---- addresses are not the server's words
          550 <spam.virus@x.example> is not here                              | Uncategorized        | false | BOUNCE
          550 quota-exceeded@x.example: user unknown                          | InvalidRecipient     | true  | BOUNCE
          """)
  void a_reply_has_a_class_and_an_action(
      String reply, String bounceClass, boolean hard, Action action) {
    Classification classification = ReplyClassifier.classify(reply);

    assertThat(bounceClass.split(",")).contains(classification.bounceClass().name());
    assertThat(classification.hard()).isEqualTo(hard);
    assertThat(classification.action()).isEqualTo(action);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"CONNECT", "GREETING", "EHLO", "STARTTLS", "TLS"})
  void a_refusal_before_MAIL_is_never_final_and_never_about_the_recipient(Phase phase) {
    assertThat(ReplyClassifier.classify(Reply.of(554, "5.1.1", "no user here"), phase))
        .isEqualTo(new Classification(BounceClass.ConnectionError, false, Action.RETRY));
    assertThat(
            ReplyClassifier.classify(
                Reply.of(554, "5.7.1", "blocked using x.dnsbl.example"), phase))
        .isEqualTo(new Classification(BounceClass.Blocklisted, false, Action.RETRY));
  }

  @Test
  void a_refusal_of_MAIL_is_not_about_the_recipient() {
    assertThat(ReplyClassifier.classify(Reply.of(550, "5.1.1", "user unknown"), Phase.MAIL))
        .isEqualTo(new Classification(BounceClass.Uncategorized, false, Action.BOUNCE));
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"RCPT", "DATA", "CONTENT"})
  void from_RCPT_on_a_refusal_may_be_about_the_recipient(Phase phase) {
    assertThat(ReplyClassifier.classify(Reply.of(550, "5.1.1", "user unknown"), phase))
        .isEqualTo(new Classification(BounceClass.InvalidRecipient, true, Action.BOUNCE));
  }

  @Test
  void a_status_in_the_middle_of_the_text_counts_and_an_address_does_not() {
    assertThat(ReplyClassifier.classify("550 sorry (#5.1.1)").bounceClass())
        .isEqualTo(BounceClass.InvalidRecipient);
    assertThat(ReplyClassifier.classify("550 no 5.1.1.7 here").bounceClass())
        .isEqualTo(BounceClass.Uncategorized);
    assertThat(ReplyClassifier.classify("550 not 4.2.2 here").bounceClass())
        .isEqualTo(BounceClass.Uncategorized);
  }

  @Test
  void words_without_a_code_are_in_doubt() {
    assertThat(ReplyClassifier.classify("no such user"))
        .isEqualTo(new Classification(BounceClass.InvalidRecipient, false, Action.RETRY));
  }

  @Test
  void a_text_without_end_is_classified_in_no_time() {
    String text = "550 " + "user mailbox recipient address is not ".repeat(5_000);

    assertThat(ReplyClassifier.classify(text).action()).isEqualTo(Action.BOUNCE);
  }
}
