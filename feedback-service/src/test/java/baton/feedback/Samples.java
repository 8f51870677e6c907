package baton.feedback;

import baton.contracts.MessageId;
import baton.contracts.token.ReturnPath;
import baton.contracts.token.ReturnPath.Origin;
import baton.contracts.token.Token;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Returned messages, written by hand; {@code {ref}} in them stands for a sealed token. */
public final class Samples {

  public static final String ACCOUNT = "demo";
  public static final String RECIPIENT = "anna@provider.example";

  private final TokenKeys keys;

  public Samples(TokenKeys keys) {
    this.keys = keys;
  }

  /** Samples whose tokens are sealed under a key of their own. */
  public static Samples ofOwnKey() {
    return new Samples(TokenKeys.parse(TokenKeys.generate(1)));
  }

  public TokenKeys keys() {
    return keys;
  }

  /** A message that went out, with all that came to be known of it outside. */
  public record Sent(UUID id, String localPart, String reference, Origin origin) {}

  /** A message to {@link #RECIPIENT} as submission sends it. */
  public Sent sent() {
    return sent(RECIPIENT);
  }

  public Sent sent(String recipient) {
    UUID id = MessageId.next();
    return new Sent(
        id,
        new ReturnPath(keys).localPart(id, ACCOUNT),
        new TokenSealer(keys).forMessage(id, ACCOUNT, recipient).seal(Token.Kind.REF),
        new Origin(id, ACCOUNT));
  }

  /** A sample as it goes over the wire, with a token in place. */
  public static byte[] read(String name, String reference) {
    String text = text(name).replace("{ref}", reference);
    return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String name) {
    try (InputStream sample = Samples.class.getResourceAsStream("/samples/" + name + ".eml")) {
      if (sample == null) {
        throw new IllegalArgumentException("no sample " + name);
      }
      return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all samples. */
  public static List<String> names() {
    try (Stream<Path> files =
        Files.list(Path.of(Samples.class.getResource("/samples/mdn.eml").toURI()).getParent())) {
      return files.map(it -> it.getFileName().toString().replace(".eml", "")).sorted().toList();
    } catch (IOException | java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
