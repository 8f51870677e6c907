package baton.submission.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sender wants done with a message beside sending it.
 *
 * @param trackOpens whether an HTML part gets a pixel
 * @param trackClicks whether the links of an HTML part are rewritten
 * @param stream {@code transactional}, {@code bulk} or a name of the account's own: 1 to 32
 *     characters of a-z, 0-9, hyphen and underscore
 * @param tags at most 10, each 1 to 64 characters of A-Z, a-z, 0-9, hyphen, underscore and dot
 * @param metadata at most 20 pairs; names of 1 to 64 characters, values up to 512
 * @param expires how long delivery tries; whole seconds, at least one minute, at most seven days;
 *     from {@code notBefore} on
 * @param notBefore not to be sent earlier; null where it may be sent at once
 * @param sandbox whether it goes nowhere and is reported as delivered
 * @param requireTls whether it may only travel under TLS (RFC 8689)
 */
public record Wishes(
    boolean trackOpens,
    boolean trackClicks,
    String stream,
    List<String> tags,
    Map<String, String> metadata,
    Duration expires,
    @Nullable Instant notBefore,
    boolean sandbox,
    boolean requireTls) {

  /** What holds where the sender says nothing. */
  public static final Wishes DEFAULT =
      new Wishes(
          true,
          true,
          "transactional",
          List.of(),
          Map.of(),
          Duration.ofHours(72),
          null,
          false,
          false);

  /**
   * Checks every wish.
   *
   * @throws RefusedException that names the wish which makes no sense, by its JSON field
   */
  public Wishes {
    tags = List.copyOf(tags);
    metadata = Map.copyOf(metadata);
    WishRules.check(stream, tags, metadata, expires);
  }

  public Wishes withTracking(boolean opens, boolean clicks) {
    return new Wishes(
        opens, clicks, stream, tags, metadata, expires, notBefore, sandbox, requireTls);
  }

  public Wishes withStream(String name) {
    return new Wishes(
        trackOpens, trackClicks, name, tags, metadata, expires, notBefore, sandbox, requireTls);
  }

  public Wishes withTags(List<String> list) {
    return new Wishes(
        trackOpens, trackClicks, stream, list, metadata, expires, notBefore, sandbox, requireTls);
  }

  public Wishes withMetadata(Map<String, String> pairs) {
    return new Wishes(
        trackOpens, trackClicks, stream, tags, pairs, expires, notBefore, sandbox, requireTls);
  }

  public Wishes withExpires(Duration duration) {
    return new Wishes(
        trackOpens, trackClicks, stream, tags, metadata, duration, notBefore, sandbox, requireTls);
  }

  public Wishes withNotBefore(Instant time) {
    return new Wishes(
        trackOpens, trackClicks, stream, tags, metadata, expires, time, sandbox, requireTls);
  }

  public Wishes inSandbox() {
    return new Wishes(
        trackOpens, trackClicks, stream, tags, metadata, expires, notBefore, true, requireTls);
  }

  public Wishes withRequiredTls() {
    return new Wishes(
        trackOpens, trackClicks, stream, tags, metadata, expires, notBefore, sandbox, true);
  }
}
