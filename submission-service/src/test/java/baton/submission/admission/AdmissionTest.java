package baton.submission.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ReversePath;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

  private static final PrivateKey KEY = key();
  private static final String MESSAGE = "From: a@own.test\r\nSubject: hi\r\n\r\nhello\r\n";

  private final Admission admission =
      new Admission(
          new Limits(2_000, 10_000, 20),
          domain ->
              Uni.createFrom()
                  .item(
                      Optional.ofNullable(
                          switch (domain) {
                            case "own.test", "also-own.test" ->
                                new SendingDomain(domain, "demo", "s1", KEY);
                            case "small.test" -> new SendingDomain(domain, "small", "s1", KEY);
                            case "foreign.test" -> new SendingDomain(domain, "other", "s1", KEY);
                            default -> null;
                          })),
          (_, recipients) ->
              Uni.createFrom()
                  .item(
                      recipients.stream()
                          .filter(recipient -> recipient.startsWith("gone@"))
                          .collect(Collectors.toMap(r -> r, _ -> "hard_bounce"))),
          account ->
              Uni.createFrom()
                  .item(
                      switch (account) {
                        case "paused" -> new Standing("unpaid", Quota.NONE);
                        case "small" -> new Standing(null, new Quota(2, 100, 100));
                        default -> Standing.GOOD;
                      }));

  @Test
  void anAccountsOwnLimitOfRecipientsHoldsToo() {
    String message = MESSAGE.replace("own.test", "small.test");
    assertThat(admitAs("small", message, "", "x@y.test", "z@y.test").messages()).isEqualTo(2);
    assertThatThrownBy(() -> admitAs("small", message, "", "x@y.test", "y@y.test", "z@y.test"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.QUOTA_TOO_SMALL))
        .hasMessage("a submission of this account has at most 2 recipients");
  }

  @Test
  void aMessageFromTheAccountsOwnDomainPasses() {
    Admitted admitted = admit(MESSAGE, "bounces@also-own.test", "x@y.test", "gone@y.test");

    assertThat(admitted.domain().name()).isEqualTo("own.test");
    assertThat(admitted.suppressed()).isEqualTo(Map.of("gone@y.test", "hard_bounce"));
  }

  @Test
  void aPausedAccountHearsWhy() {
    assertThatThrownBy(() -> admitAs("paused", MESSAGE, "", "x@y.test"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.PAUSED))
        .hasMessage("this account is paused: unpaid");
  }

  @Test
  void aRecipientNamedTwiceIsOne() {
    assertThat(admit(MESSAGE, "", "x@y.test", "z@y.test", "x@Y.test").recipients()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          From: a@foreign.test                       | a@own.test
          From: a@unknown.test                       | a@own.test
          From: a@own.test                           | a@foreign.test
          From: a@own.test, b@foreign.test           | a@own.test
          From: "a@own.test" <b@foreign.test>        | ''
          From: a@sub.own.test                       | ''
          """)
  void everyDomainThatTheMessageClaimsMustBeTheAccountsOwn(String from, String sender) {
    assertThat(refusal(from + "\r\n\r\nx\r\n", sender, "x@y.test").refusal())
        .isEqualTo(Refusal.UNVERIFIED_DOMAIN);
  }

  /** Readers' programs show who sends beside who writes. */
  @Test
  void whoSendsForTheAuthorsMustBeTheAccountsOwnToo() {
    assertThat(sentBy("Office <office@also-own.test>").domain().name()).isEqualTo("own.test");
    assertThat(
            refusal("From: a@own.test\r\nSender: b@foreign.test\r\n\r\n", "", "x@y.test").field())
        .isEqualTo("sender");
    assertThat(
            refusal("From: a@own.test\r\nSender: b@foreign.test\r\n\r\n", "", "x@y.test").refusal())
        .isEqualTo(Refusal.UNVERIFIED_DOMAIN);
  }

  private Admitted sentBy(String sender) {
    return admit("Sender: " + sender + "\r\nFrom: a@own.test\r\n\r\n", "", "x@y.test");
  }

  /** dkimpy, for one, takes all of it for no header. */
  @ParameterizedTest
  @ValueSource(strings = {"From :", "From\t:", "From: a@own.test\r\nX-Other :", "Bcc \t:"})
  void aBlankBeforeTheColonIsRefusedByThatName(String field) {
    RefusedException refused = refusal(field + " a@own.test\r\n\r\n", "", "x@y.test");

    assertThat(refused.refusal()).isEqualTo(Refusal.BAD_CONTENT);
    assertThat(refused.getMessage()).endsWith(" has a blank before the colon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: no from\r\n\r\n",
        "From: a@own.test\r\nFrom: a@own.test\r\n\r\n",
        "From: a@own.test <b@own.test>\r\n\r\n",
        "From: \r\n\r\n",
        "From: a@own.test\r\nSender: \r\n\r\n",
        "From: a@own.test\r\nSender: a@own.test, b@own.test\r\n\r\n",
        "From: a@own.test\r\nSender: a@own.test\r\nSender: a@own.test\r\n\r\n",
        "this is no header\r\n\r\n",
        "From: a@own.test\r\nthis is no field\r\n\r\n",
        "From: a@own.test\r\n\r\nbare\nLF\r\n",
        "From: a@own.test\r\n\r\nbare\rCR\r\n",
        "From: a@own.test\r\n\r\nNUL \0\r\n",
        "From: a@own.test\r\nX-Baton-Track: some\r\n\r\n",
        "From: a@own.test\r\nX-Baton-Metadata: [1]\r\n\r\n",
        "From: a@own.test\r\nX-Baton-Metadata: {\"a\": {}}\r\n\r\n",
        "From: a@own.test\r\nX-Baton-Tags: a b\r\n\r\n",
        "From: a@own.test\r\nX-Baton-Stream: Not One\r\n\r\n",
        "From: a@own.test\r\nX-Baton-Tags: a\r\nX-Baton-Tags: b\r\n\r\n"
      })
  void aMessageThatMakesNoSenseIsRefusedWithASentence(String message) {
    RefusedException refused = refusal(message, "a@own.test", "x@y.test");

    assertThat(refused.refusal()).isEqualTo(Refusal.BAD_CONTENT);
    assertThat(refused.getMessage()).isNotBlank();
  }

  @Test
  void aLineThatSomeServerWouldBreakIsRefused() {
    assertThat(admit(body("x".repeat(998)), "", "x@y.test")).isNotNull();
    assertThat(refusal(body("x".repeat(999)), "", "x@y.test").getMessage())
        .contains("line 3")
        .contains("998");
  }

  @Test
  void whatIsTooMuchIsRefusedByItsOwnName() {
    String[] many =
        IntStream.range(0, 21).mapToObj(i -> "r" + i + "@y.test").toArray(String[]::new);

    assertThat(refusal(MESSAGE, "", many).refusal()).isEqualTo(Refusal.TOO_MANY_RECIPIENTS);
    assertThat(refusal(body("x\r\n".repeat(700)), "", "x@y.test").refusal())
        .isEqualTo(Refusal.TOO_LARGE);
    assertThat(
            refusal(
                    body("x\r\n".repeat(300)),
                    "",
                    List.of(many).subList(0, 15).toArray(String[]::new))
                .refusal())
        .isEqualTo(Refusal.SUBMISSION_TOO_LARGE);
    assertThat(refusal(MESSAGE, "").refusal()).isEqualTo(Refusal.NO_RECIPIENTS);
    assertThat(refusal(MESSAGE, "", "x@[192.0.2.1]").refusal())
        .isEqualTo(Refusal.INVALID_RECIPIENT);
  }

  @Test
  void theHeaderSaysWhatJsonFieldsSay() {
    Wishes wishes =
        admit(
                "From: a@own.test\r\nX-Baton-Track: clicks\r\nx-baton-tags: a,\r\n b\r\n"
                    + "X-Baton-Metadata: {\"order\": \"7\"}\r\nX-Baton-Stream: bulk\r\n\r\n",
                "",
                "x@y.test")
            .wishes();

    assertThat(wishes)
        .isEqualTo(
            Wishes.DEFAULT
                .withTracking(false, true)
                .withTags(List.of("a", "b"))
                .withMetadata(Map.of("order", "7"))
                .withStream("bulk"));
  }

  private static String body(String body) {
    return "From: a@own.test\r\n\r\n" + body + "\r\n";
  }

  private Admitted admit(String message, String sender, String... recipients) {
    return admitAs("demo", message, sender, recipients);
  }

  private Admitted admitAs(String account, String message, String sender, String... recipients) {
    return admission
        .admit(
            new Submission(
                new Principal(account, "test"),
                Protocol.ESMTPSA,
                ReversePath.parse(sender),
                List.of(recipients).stream()
                    .map(recipient -> Recipient.of(EmailAddress.parse(recipient)))
                    .toList(),
                message.getBytes(StandardCharsets.UTF_8),
                Wishes.DEFAULT))
        .await()
        .indefinitely();
  }

  private RefusedException refusal(String message, String sender, String... recipients) {
    return catchThrowableOfType(RefusedException.class, () -> admit(message, sender, recipients));
  }

  private static PrivateKey key() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
