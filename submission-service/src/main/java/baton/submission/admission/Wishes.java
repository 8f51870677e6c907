package baton.submission.admission;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the sender wants done with a message beside sending it.
 *
 * @param trackOpens whether an HTML part gets a pixel
 * @param trackClicks whether the links of an HTML part are rewritten
 * @param stream {@code transactional}, {@code bulk} or a name of the account's own: 1 to 32
 *     characters of a-z, 0-9, hyphen and underscore
 * @param tags at most 10, each 1 to 64 characters of A-Z, a-z, 0-9, hyphen, underscore and dot
 * @param metadata at most 20 pairs; names of 1 to 64 characters, values up to 512
 * @param expires how long delivery tries; whole seconds, at least one minute, at most seven days
 */
public record Wishes(
    boolean trackOpens,
    boolean trackClicks,
    String stream,
    List<String> tags,
    Map<String, String> metadata,
    Duration expires) {

  /** What holds where the sender says nothing. */
  public static final Wishes DEFAULT =
      new Wishes(true, true, "transactional", List.of(), Map.of(), Duration.ofHours(72));

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
    return new Wishes(opens, clicks, stream, tags, metadata, expires);
  }

  public Wishes withStream(String name) {
    return new Wishes(trackOpens, trackClicks, name, tags, metadata, expires);
  }

  public Wishes withTags(List<String> list) {
    return new Wishes(trackOpens, trackClicks, stream, list, metadata, expires);
  }

  public Wishes withMetadata(Map<String, String> pairs) {
    return new Wishes(trackOpens, trackClicks, stream, tags, pairs, expires);
  }

  public Wishes withExpires(Duration duration) {
    return new Wishes(trackOpens, trackClicks, stream, tags, metadata, duration);
  }
}
