package baton.submission.admission;

import baton.contracts.event.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The wishes that stand in a message's own header, where SMTP has no better place for them. */
final class HeaderWishes {

  static final String PREFIX = "X-Baton-";
  private static final String TRACK = PREFIX + "Track";
  private static final String TAGS = PREFIX + "Tags";
  private static final String METADATA = PREFIX + "Metadata";
  private static final String STREAM = PREFIX + "Stream";

  private HeaderWishes() {}

  /**
   * The wishes, with what the header says put in their place.
   *
   * @throws RefusedException that names the field which makes no sense
   */
  static Wishes read(HeaderSection header, Wishes otherwise) {
    boolean none =
        header.fields().stream()
            .noneMatch(field -> field.name().regionMatches(true, 0, PREFIX, 0, PREFIX.length()));
    if (none) {
      return otherwise;
    }
    Wishes wishes = otherwise;
    Optional<String> track = header.only(TRACK);
    if (track.isPresent()) {
      wishes = tracking(wishes, track.get());
    }
    Optional<String> tags = header.only(TAGS);
    if (tags.isPresent()) {
      List<String> list =
          Arrays.stream(tags.get().split(","))
              .map(String::strip)
              .filter(t -> !t.isEmpty())
              .toList();
      wishes = wishes.withTags(list);
    }
    Optional<String> metadata = header.only(METADATA);
    if (metadata.isPresent()) {
      wishes = wishes.withMetadata(metadata(metadata.get()));
    }
    Optional<String> stream = header.only(STREAM);
    if (stream.isPresent()) {
      wishes = wishes.withStream(stream.get());
    }
    return wishes;
  }

  private static Wishes tracking(Wishes wishes, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> wishes.withTracking(false, false);
      case "opens" -> wishes.withTracking(true, false);
      case "clicks" -> wishes.withTracking(false, true);
      case "all" -> wishes.withTracking(true, true);
      default ->
          throw new RefusedException(
              Refusal.BAD_CONTENT, TRACK, TRACK + " is none, opens, clicks or all");
    };
  }

  private static Map<String, String> metadata(String text) {
    try {
      return Json.readStringMap(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Refusal.BAD_CONTENT, METADATA, METADATA + " is a JSON object whose values are strings");
    }
  }
}
