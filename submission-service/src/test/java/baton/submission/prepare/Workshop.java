package baton.submission.prepare;

import baton.contracts.Topic;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.outbound.OutboundMessage;
import baton.contracts.token.ReturnPath;
import baton.contracts.token.Token;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ReversePath;
import baton.submission.admission.Admission;
import baton.submission.admission.Limits;
import baton.submission.admission.Principal;
import baton.submission.admission.Protocol;
import baton.submission.admission.Recipient;
import baton.submission.admission.SendingDomain;
import baton.submission.admission.SigningKey;
import baton.submission.admission.Standing;
import baton.submission.admission.Submission;
import baton.submission.admission.Wishes;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prepares messages from {@code own.test}; recipients called {@code gone@} are suppressed. */
final class Workshop {

  static final String TRACKING = "https://track.test";
  static final String BOUNCES = "bounces.test";
  static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

  private static final KeyPair KEY = key("RSA");
  private static final KeyPair ED25519 = key("Ed25519");
  private static final TokenKeys TOKEN_KEYS = TokenKeys.parse(TokenKeys.generate(3));

  final TokenSealer tokens = new TokenSealer(TOKEN_KEYS);
  final ReturnPath returnPath = new ReturnPath(TOKEN_KEYS);
  private final Preparation preparation;
  private final Admission admission =
      new Admission(
          new Limits(25 << 20, 256L << 20, 1_000),
          name ->
              Uni.createFrom()
                  .item(
                      Optional.of(
                          new SendingDomain(
                              name,
                              "demo",
                              List.of(
                                  new SigningKey("s1", KEY.getPrivate()),
                                  new SigningKey("s2", ED25519.getPrivate())),
                              null))),
          (_, recipients) ->
              Uni.createFrom()
                  .item(
                      recipients.stream()
                          .filter(recipient -> recipient.startsWith("gone@"))
                          .collect(Collectors.toMap(r -> r, _ -> "complaint"))),
          _ -> Uni.createFrom().item(Standing.GOOD));

  Workshop() {
    this(Canonicalization.RELAXED);
  }

  Workshop(Canonicalization canonicalization) {
    this(canonicalization, true);
  }

  Workshop(Canonicalization canonicalization, boolean signs) {
    preparation =
        new Preparation(
            TOKEN_KEYS, TRACKING, BOUNCES, canonicalization, signs, InstantSource.fixed(NOW));
  }

  Prepared prepare(byte[] message, Wishes wishes, String sender, String... recipients) {
    return preparation.prepare(
        admission
            .admit(
                new Submission(
                    new Principal("demo", "test"),
                    Protocol.ESMTPSA,
                    ReversePath.parse(sender),
                    Arrays.stream(recipients)
                        .map(recipient -> Recipient.of(EmailAddress.parse(recipient)))
                        .toList(),
                    message,
                    wishes))
            .await()
            .indefinitely());
  }

  /** The one copy of a message to {@code x@y.test}. */
  OutboundMessage prepare(String message) {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    return outbound(prepare(octets, Wishes.DEFAULT, "a@own.test", "x@y.test")).getFirst();
  }

  static List<OutboundMessage> outbound(Prepared prepared) {
    return prepared.records().stream()
        .filter(record -> record.topic().equals(Topic.OUTBOUND))
        .map(record -> OutboundMessage.fromRecord(record.key(), record.headers(), record.value()))
        .toList();
  }

  static List<Event> events(Prepared prepared) {
    return prepared.records().stream()
        .filter(record -> record.topic().equals(Topic.EVENTS_SUBMISSION))
        .map(
            record ->
                EventRecord.read(record.topic().name(), record.headers(), record.value())
                    .orElseThrow())
        .toList();
  }

  static String text(OutboundMessage message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  static String header(OutboundMessage message) {
    return text(message).substring(0, text(message).indexOf("\r\n\r\n") + 2);
  }

  static String body(OutboundMessage message) {
    return text(message).substring(text(message).indexOf("\r\n\r\n") + 4);
  }

  /** A field's value, unfolded. */
  static String field(OutboundMessage message, String name) {
    Matcher matcher =
        Pattern.compile("(?m)^" + name + ": ?((?:.*\r\n)(?:[ \t].*\r\n)*)")
            .matcher(header(message));
    return matcher.find() ? matcher.group(1).replace("\r\n", "").strip() : "";
  }

  /** Tokens of the URLs under a path such as {@code /t/c/}, in their order. */
  List<Token> tokens(String text, String path) {
    return Pattern.compile(Pattern.quote(TRACKING + path) + "([A-Za-z0-9_-]+)")
        .matcher(text)
        .results()
        .map(result -> tokens.open(result.group(1)).orElseThrow())
        .toList();
  }

  /** What verifiers find in the DNS. */
  static Map<String, String> dkimRecords() {
    byte[] spki = ED25519.getPublic().getEncoded();
    byte[] key = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    return Map.of(
        "s1._domainkey.own.test",
        dkimRecord(),
        "s2._domainkey.own.test",
        "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(key));
  }

  /** The RSA key's record. */
  static String dkimRecord() {
    return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
  }

  static Wishes wishes(Map<String, String> metadata, String... tags) {
    return Wishes.DEFAULT.withTags(List.of(tags)).withMetadata(metadata);
  }

  private static KeyPair key(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
