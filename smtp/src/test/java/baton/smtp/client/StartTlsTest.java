package baton.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.client.Transmission.Outcome;
import baton.smtp.reply.Phase;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3207, with real handshakes. */
class StartTlsTest extends ClientTest {

  private static final String OFFERED =
      """
      S: 220 mx.example
      C: EHLO client.example
      S: 250-mx.example
      S: 250-SMTPUTF8
      S: 250 STARTTLS
      C: STARTTLS
      """;

  private static final String SECURED =
      OFFERED
          + """
          S: 220 2.0.0 go ahead
          tls
          C: EHLO client.example
          S: 250-mx.example
          S: 250 PIPELINING
          """;

  private static final String NOT_OFFERED = LOCKSTEP;

  @Test
  void opportunistic_TLS_takes_any_certificate_and_says_so() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.playingWith(
            TestCertificates.server(),
            SECURED
                + """
                C: MAIL FROM:<s@sender.example>
                C: RCPT TO:<r@recipient.example>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C.
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                """)) {
      SmtpConnection connection = await(client.connect(with(peer, new Tls.Opportunistic())));

      assertThat(connection.tlsFacts())
          .hasValueSatisfying(
              facts -> {
                assertThat(facts.protocol()).isEqualTo("TLSv1.3");
                assertThat(facts.cipher()).startsWith("TLS_");
                assertThat(facts.verified()).isFalse();
                assertThat(facts.peerSubject()).isEqualTo("CN=mx.example");
              });
      assertThat(await(connection.send(ENVELOPE, MESSAGE)).outcome())
          .isInstanceOf(Outcome.Accepted.class);
      await(connection.quit());
      peer.assertPlayed();
    }
  }

  @Test
  void what_was_offered_in_clear_is_forgotten() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.playingWith(TestCertificates.server(), SECURED)) {
      SmtpConnection connection = await(client.connect(with(peer, new Tls.Encrypted())));

      assertThat(connection.capabilities().keywords()).containsOnlyKeys("PIPELINING");
    }
  }

  @Test
  void a_peer_that_proves_its_name_is_verified() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.playingWith(TestCertificates.server(), SECURED)) {
      SmtpConnection connection = await(client.connect(with(peer, verified("mx.example"))));

      assertThat(connection.tlsFacts())
          .hasValueSatisfying(facts -> assertThat(facts.verified()).isTrue());
    }
  }

  @Test
  void a_message_that_requires_TLS_goes_to_a_proven_peer_that_keeps_it_alone() throws Exception {
    Envelope requiring =
        new Envelope("", List.of("r@recipient.example"), false, false, Dsn.NONE, true);
    try (ScriptedPeer peer =
        ScriptedPeer.playingWith(
            TestCertificates.server(),
            OFFERED
                + """
                S: 220 go
                tls
                C: EHLO client.example
                S: 250-mx.example
                S: 250 REQUIRETLS
                C: MAIL FROM:<> REQUIRETLS
                S: 550 5.7.1 no
                """)) {
      SmtpConnection connection = await(client.connect(with(peer, verified("mx.example"))));

      assertThat(await(connection.send(requiring, MESSAGE)).outcome())
          .isInstanceOf(Outcome.Refused.class);
      peer.assertPlayed();
    }
    try (ScriptedPeer peer = ScriptedPeer.playingWith(TestCertificates.server(), SECURED)) {
      SmtpConnection unproven = await(client.connect(with(peer, new Tls.Encrypted())));

      assertThat(unproven.keepsRequireTls()).isFalse();
      assertThat(await(unproven.send(requiring, MESSAGE)).outcome())
          .isEqualTo(new Outcome.Unsupported("REQUIRETLS"));
    }
  }

  @Test
  void a_certificate_for_another_name_fails_before_anything_is_said() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.playingWith(TestCertificates.server(), OFFERED + "S: 220 go\ntls\neof")) {
      assertThat(failure(client.connect(with(peer, verified("mx.other.example")))))
          .isEqualTo(new Problem.TlsFailed("certificate is not for mx.other.example"));
      peer.assertPlayed();
    }
  }

  @Test
  void a_certificate_of_unknown_origin_fails_where_the_peer_must_be_verified() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.playingWith(TestCertificates.server(), OFFERED + "S: 220 go\ntls\neof")) {
      Tls publicly = Tls.Verified.byPublicAuthorities("mx.example");

      assertThat(failure(client.connect(with(peer, publicly))))
          .isInstanceOf(Problem.TlsFailed.class);
      peer.assertPlayed();
    }
  }

  @Test
  void a_failed_handshake_has_a_cause_of_its_own() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(OFFERED + "S: 220 go\nreset")) {
      assertThat(failure(client.connect(with(peer, new Tls.Opportunistic()))))
          .isInstanceOf(Problem.TlsFailed.class);
    }
  }

  @Test
  void a_handshake_that_never_ends_fails_in_time() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(OFFERED + "S: 220 go\nhello\neof")) {
      Endpoint endpoint = with(peer, new Tls.Opportunistic()).withTimeouts(impatient());
      assertThat(failure(client.connect(endpoint))).isInstanceOf(Problem.TlsFailed.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "250-PIPELINING\\r\\n250 SMTPUTF8\\r\\n",
    "250-SMTPUTF8 half a line",
    "250 2.0.0 queued\\r\\n"
  })
  void words_in_clear_behind_the_go_ahead_end_the_connection(String injected) throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(OFFERED + "S+ 220 2.0.0 go ahead\\r\\n" + injected + "\neof")) {
      assertThat(failure(client.connect(with(peer, new Tls.Opportunistic()))))
          .isInstanceOfSatisfying(
              Problem.Violation.class,
              violation -> assertThat(violation.phase()).isEqualTo(Phase.STARTTLS));
      peer.assertPlayed();
    }
  }

  @Test
  void opportunistic_TLS_goes_on_in_clear_where_it_is_refused_or_not_offered() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            OFFERED + "S: 454 4.7.0 not now\nC: MAIL FROM:<s@sender.example>", NOT_OFFERED)) {
      SmtpConnection refused = await(client.connect(with(peer, new Tls.Opportunistic())));
      assertThat(refused.tlsFacts()).isEmpty();
      assertThat(refused.capabilities().smtpUtf8()).isTrue();
      refused.send(ENVELOPE, MESSAGE);

      SmtpConnection notOffered = await(client.connect(with(peer, new Tls.Opportunistic())));
      assertThat(notOffered.tlsFacts()).isEmpty();
      peer.assertPlayed();
    }
  }

  @Test
  void demanded_TLS_that_is_not_to_be_had_fails_the_connection() throws Exception {
    for (Tls demand : List.of(new Tls.Encrypted(), verified("mx.example"))) {
      try (ScriptedPeer peer =
          ScriptedPeer.playing(
              OFFERED + "S: 454 4.7.0 not now\nC: QUIT", NOT_OFFERED + "C: QUIT")) {
        assertThat(failure(client.connect(with(peer, demand))))
            .isInstanceOf(Problem.TlsUnavailable.class);
        assertThat(failure(client.connect(with(peer, demand))))
            .isEqualTo(new Problem.TlsUnavailable("STARTTLS is not offered"));
        peer.assertPlayed();
      }
    }
  }

  @Test
  void without_TLS_wanted_STARTTLS_is_not_said() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            """
            S: 220 mx.example
            C: EHLO client.example
            S: 250-mx.example
            S: 250 STARTTLS
            C: QUIT
            """)) {
      connect(peer).quit();
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example, mx.example, true",
    "MX.Example., mx.example, true",
    "*.example.com, mx.example.com, true",
    "*.example.com, a.mx.example.com, false",
    "*.example.com, example.com, false",
    "m*.example.com, mx.example.com, false",
    "*.com, example.com, false",
    "mx.example, mx.example.com, false"
  })
  void a_wildcard_stands_for_one_whole_label(String presented, String wanted, boolean matches) {
    assertThat(PeerIdentity.matches(presented, wanted)).isEqualTo(matches);
  }

  private static Endpoint with(ScriptedPeer peer, Tls tls) {
    return peer.endpoint().withTls(tls, "mx.example");
  }

  private static Tls verified(String name) throws GeneralSecurityException {
    return new Tls.Verified(TestCertificates.trust(), List.of(name));
  }
}
