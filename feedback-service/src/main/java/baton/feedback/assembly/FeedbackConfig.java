package baton.feedback.assembly;

import baton.contracts.token.TokenKeys;
import baton.smtp.grammar.Domain;
import baton.smtp.grammar.InvalidAddressException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator may say about feedback. A mapping takes its whole prefix for itself, so only
 * keys under {@code baton.feedback} stand here; the platform's own ({@code baton.token-keys},
 * {@code baton.return-path-domain}, {@code baton.feedback-smtp-port}, {@code baton.tls.*}) are
 * carried over by the service's defaults.
 */
@ConfigMapping(prefix = "baton.feedback")
public interface FeedbackConfig {

  /** The largest message that is taken, in octets (10 MiB): reports return a message at most. */
  int MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

  /**
   * {@code baton.token-keys} as written: {@code ID:BASE64[,ID:BASE64…]}. Secret, so never part of
   * an error; {@link #parsedTokenKeys()} checks it.
   */
  Optional<String> tokenKeys();

  /** {@code baton.return-path-domain}: the domain of the return paths that submission writes. */
  Optional<String> returnPathDomain();

  /**
   * Further domains whose mail is taken, such as those of former return paths and those registered
   * for feedback loops.
   */
  Optional<List<String>> domains();

  /** {@code baton.feedback-smtp-port}: 1 to 65535, or 0 for any free port. */
  @WithDefault("25")
  int smtpPort();

  /** Address of the interface to listen on. */
  @WithDefault("0.0.0.0")
  String bindAddress();

  /** What the server calls itself; the return path's domain unless said. */
  Optional<String> hostName();

  /** {@code baton.tls.certificate}: PEM file with the chain, the server's own certificate first. */
  Optional<Path> tlsCertificate();

  /** {@code baton.tls.key}: PEM file with the private key. */
  Optional<Path> tlsKey();

  /** How long a reporter waits for Kafka before it hears 451; at least 1 ms. */
  @WithDefault("15s")
  Duration publishTimeout();

  /** How long a stop waits for the reports that are being taken; zero or more. */
  @WithDefault("20s")
  Duration drainTimeout();

  /**
   * The token keys.
   *
   * @throws IllegalArgumentException with a sentence that names the configuration key and no secret
   */
  default TokenKeys parsedTokenKeys() {
    String text =
        tokenKeys()
            .filter(keys -> !keys.isBlank())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "baton.token-keys (BATON_TOKEN_KEYS) is not set: feedback needs the keys"
                            + " that submission seals tokens with, written ID:BASE64, comma"
                            + " between them"));
    try {
      return TokenKeys.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "baton.token-keys (BATON_TOKEN_KEYS) cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * All domains whose mail is taken, the return path's first, in the form of {@link
   * Domain#normalise}.
   *
   * @throws IllegalArgumentException with a sentence that names the configuration key
   */
  default Set<String> ownDomains() {
    Set<String> domains = new LinkedHashSet<>();
    domains.add(
        normalised(
            "baton.return-path-domain",
            returnPathDomain()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "baton.return-path-domain (BATON_RETURN_PATH_DOMAIN) is not set:"
                                + " feedback takes the mail of that domain"))));
    domains()
        .orElse(List.of())
        .forEach(domain -> domains.add(normalised("baton.feedback.domains", domain)));
    return domains;
  }

  /** What the server calls itself in its greeting. */
  default String smtpHostName() {
    return hostName()
        .map(name -> normalised("baton.feedback.host-name", name))
        .orElseGet(() -> ownDomains().iterator().next());
  }

  /**
   * Checks what has not been checked by reading it.
   *
   * @throws IllegalArgumentException with a sentence that names the configuration key
   */
  default void check() {
    parsedTokenKeys();
    smtpHostName();
    int port = smtpPort();
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "baton.feedback-smtp-port (BATON_FEEDBACK_SMTP_PORT) is 0 to 65535, not " + port);
    }
    if (tlsCertificate().isPresent() != tlsKey().isPresent()) {
      throw new IllegalArgumentException(
          "baton.tls.certificate and baton.tls.key belong together: only one of them is set");
    }
    if (publishTimeout().toMillis() < 1) {
      throw new IllegalArgumentException("baton.feedback.publish-timeout must be at least 1 ms");
    }
    if (drainTimeout().isNegative()) {
      throw new IllegalArgumentException("baton.feedback.drain-timeout must not be negative");
    }
    tlsCertificate().ifPresent(path -> checkReadable("baton.tls.certificate", path));
    tlsKey().ifPresent(path -> checkReadable("baton.tls.key", path));
  }

  private static void checkReadable(String key, Path path) {
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(key + " names a file that cannot be read: " + path);
    }
  }

  private static String normalised(String key, String domain) {
    try {
      return Domain.normalise(domain.strip());
    } catch (InvalidAddressException e) {
      throw new IllegalArgumentException(key + " is no domain: " + e.getMessage(), e);
    }
  }
}
