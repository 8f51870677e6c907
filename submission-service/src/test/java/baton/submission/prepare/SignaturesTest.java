package baton.submission.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.outbound.OutboundMessage;
import baton.submission.admission.Wishes;
import baton.testkit.DnsServer;
import baton.testkit.NeedsProgram;
import baton.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two verifiers, which share nothing with Baton, say of every signature. */
class SignaturesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Asks for keys in the environment; prints a line for each signature, from the top down. */
  private static final String DKIMPY =
      """
      import dkim, os, pathlib, sys
      def dns(name, timeout=5):
          name = name if isinstance(name, str) else name.decode()
          return os.environ['KEY ' + name.rstrip('.')].encode()
      for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
          message = file.read_bytes()
          count = sum(1 for name, _ in dkim.rfc822_parse(message)[0] if name.lower() == b'dkim-signature')
          for i in range(count):
              d = dkim.DKIM(message)
              try:
                  holds = d.verify(idx=i, dnsfunc=dns)
              except dkim.DKIMException as e:
                  holds = repr(e)
              print(file.name, d.signature_fields[b'a'].decode(), holds)
      """;

  private static final String MAIL_DKIM =
      """
      use strict; use warnings;
      use Mail::DKIM::Verifier; use Mail::DKIM::DNS; use Net::DNS::Resolver;
      Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(
        config_file => '/dev/null', nameservers => ['127.0.0.1'], port => $ENV{DNS_PORT}));
      for my $file (sort glob("$ARGV[0]/*")) {
        open(my $in, '<:raw', $file) or die; local $/ = undef; my $message = <$in>;
        my $verifier = Mail::DKIM::Verifier->new();
        $verifier->PRINT($message); $verifier->CLOSE;
        print join(' ', $file =~ m{([^/]+)$}, $_->algorithm, $_->result), "\\n" for $verifier->signatures;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed"})
  @NeedsProgram("dkimverify")
  void dkimpyVerifiesBothSignaturesOf200Messages(String canonicalization) throws IOException {
    List<String> names = write(canonicalization);

    assertThat(dkimpy(Workshop.dkimRecords()))
        .containsExactlyElementsOf(
            names.stream()
                .flatMap(
                    name ->
                        List.of(name + " rsa-sha256 True", name + " ed25519-sha256 True").stream())
                .toList());
  }

  /** Versions of Mail::DKIM that do not know Ed25519 must pass its signature over. */
  @ParameterizedTest
  @ValueSource(strings = {"relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed"})
  @NeedsProgram("dkimproxy-verify")
  void mailDkimVerifiesTheSignaturesOf200Messages(String canonicalization) throws IOException {
    List<String> names = write(canonicalization);

    List<String> verdicts = mailDkim(Workshop.dkimRecords());

    assertThat(verdicts)
        .containsAll(names.stream().map(name -> name + " rsa-sha256 pass").toList())
        .filteredOn(verdict -> verdict.contains(" ed25519-sha256 "))
        .allMatch(verdict -> verdict.endsWith(" pass") || verdict.endsWith(" invalid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relaxed/relaxed", "simple/simple"})
  @NeedsProgram("dkimverify")
  void theAuthorsOwnSignatureStillHolds(String canonicalization) throws IOException {
    String message =
        "From: a@own.test\r\nTo:  x@y.test\r\nSubject: signed\r\n\tby its author \r\n"
            + "Feedback-ID: mine:too\r\nMessage-ID: <1@own.test>\r\n"
            + "Date: Sat, 21 Nov 2026 20:00:00 +0000\r\nContent-Type: text/html\r\n\r\n"
            + "<p>It stays  as it is: <a href=\"https://e.test/\">x</a></p> \r\n\r\n\r\n";
    byte[] signed = signByAuthor(message, canonicalization);
    write(List.of(signed), new Workshop());

    Map<String, String> records = new HashMap<>(Workshop.dkimRecords());
    records.put("author._domainkey.own.test", AUTHOR_RECORD);

    assertThat(dkimpy(records))
        .containsExactly(
            "0000 rsa-sha256 True", "0000 ed25519-sha256 True", "0000 ed25519-sha256 True");
  }

  @Test
  void aMessageWithoutSignedFieldsGetsAllThatBatonAdds() {
    OutboundMessage message =
        new Workshop()
            .prepare(
                "From: a@own.test\r\nDKIM-Signature: v=1; d=own.test; h=from:subject; b=x\r\n"
                    + "Feedback-ID: mine\r\n\r\nhi\r\n");

    assertThat(Workshop.field(message, "Feedback-ID")).endsWith(":demo:baton");
    assertThat(Workshop.field(message, "List-Unsubscribe")).isNotEmpty();
  }

  @Test
  void forAMeasurementNothingIsSigned() {
    OutboundMessage message =
        Workshop.outbound(
                new Workshop(Canonicalization.RELAXED, false)
                    .prepare(
                        "From: a@own.test\r\n\r\nhi\r\n".getBytes(StandardCharsets.UTF_8),
                        Wishes.DEFAULT,
                        "a@own.test",
                        "x@y.test"))
            .getFirst();

    assertThat(new String(message.content(), StandardCharsets.UTF_8))
        .doesNotContain("DKIM-Signature")
        .contains("List-Unsubscribe: ", "\r\nFrom: a@own.test\r\n");
  }

  /** The key of RFC 8463 appendix A. */
  private static final String AUTHOR_KEY = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

  private static final String AUTHOR_RECORD =
      "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  private byte[] signByAuthor(String message, String canonicalization) {
    String script =
        """
        import dkim, sys
        message = sys.stdin.buffer.read()
        forms = tuple(form.encode() for form in sys.argv[1].split('/'))
        names = [b'from', b'to', b'subject', b'date', b'message-id', b'feedback-id',
                 b'list-unsubscribe', b'list-unsubscribe-post', b'content-type']
        sys.stdout.buffer.write(dkim.sign(
            message, b'author', b'own.test', sys.argv[2].encode(), canonicalize=forms,
            include_headers=names, signature_algorithm=b'ed25519-sha256') + message)
        """;
    Programs.Run run =
        Programs.run(
            PATIENCE,
            message.getBytes(StandardCharsets.UTF_8),
            Map.of(),
            List.of("/usr/bin/python3", "-c", script, canonicalization, AUTHOR_KEY));
    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).startsWith("DKIM-Signature:").contains("list-unsubscribe");
    return run.output().getBytes(StandardCharsets.UTF_8);
  }

  private List<String> write(String canonicalization) throws IOException {
    List<byte[]> messages = VariedMessages.all();
    assertThat(messages).hasSize(200);
    return write(messages, new Workshop(Canonicalization.parse(canonicalization)));
  }

  /** Each as it arrives, with a line end at its end; returns the files' names, in their order. */
  private List<String> write(List<byte[]> messages, Workshop workshop) throws IOException {
    for (int i = 0; i < messages.size(); i++) {
      Prepared prepared =
          workshop.prepare(messages.get(i), Wishes.DEFAULT, "a@own.test", "x@y.test");
      byte[] content = Workshop.outbound(prepared).getFirst().content();
      Path file = Files.write(folder.resolve("%04d".formatted(i)), content);
      if (content[content.length - 1] != '\n') {
        Files.writeString(file, "\r\n", StandardOpenOption.APPEND);
      }
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> dkimpy(Map<String, String> records) {
    Map<String, String> keys =
        records.entrySet().stream()
            .collect(Collectors.toMap(record -> "KEY " + record.getKey(), Map.Entry::getValue));
    return verdicts(keys, "/usr/bin/python3", "-c", DKIMPY, folder.toString());
  }

  private List<String> mailDkim(Map<String, String> records) {
    try (DnsServer dns = DnsServer.start()) {
      records.forEach(dns::txt);
      return verdicts(
          Map.of("DNS_PORT", Integer.toString(dns.port())),
          "/usr/bin/perl",
          "-e",
          MAIL_DKIM,
          folder.toString());
    }
  }

  private static List<String> verdicts(Map<String, String> environment, String... command) {
    Programs.Run run = Programs.run(PATIENCE, new byte[0], environment, List.of(command));
    assertThat(run.errors()).isEmpty();
    return run.output().lines().toList();
  }
}
