package baton.submission.admission;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which wishes make sense. The limits keep record headers small: tags and metadata travel with
 * every record and event of the message.
 */
final class WishRules {

  private static final int MAX_TAGS = 10;
  private static final int MAX_PAIRS = 20;
  private static final int MAX_NAME = 64;
  private static final int MAX_VALUE = 512;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final Pattern STREAM = Pattern.compile("[a-z0-9_-]{1,32}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private WishRules() {}

  static void check(
      String stream, List<String> tags, Map<String, String> metadata, Duration expires) {
    if (!STREAM.matcher(stream).matches()) {
      throw bad("stream", "a stream is 1 to 32 characters of a-z, 0-9, hyphen and underscore");
    }
    if (tags.size() > MAX_TAGS) {
      throw bad("tags", "a message has at most " + MAX_TAGS + " tags");
    }
    for (String tag : tags) {
      if (!TAG.matcher(tag).matches()) {
        throw bad(
            "tags", "a tag is 1 to 64 characters of A-Z, a-z, 0-9, hyphen, underscore and dot");
      }
    }
    if (metadata.size() > MAX_PAIRS) {
      throw bad("metadata", "a message has at most " + MAX_PAIRS + " pairs of metadata");
    }
    metadata.forEach(WishRules::checkPair);
    if (expires.compareTo(SHORTEST) < 0 || expires.compareTo(LONGEST) > 0) {
      throw bad("expires_at", "a message expires one minute to seven days after it may be sent");
    }
  }

  private static void checkPair(String name, String value) {
    if (name.isEmpty() || name.length() > MAX_NAME || value.length() > MAX_VALUE) {
      throw bad(
          "metadata",
          "metadata has names of 1 to 64 characters and values of at most 512 characters");
    }
  }

  private static RefusedException bad(String field, String sentence) {
    return new RefusedException(Refusal.BAD_CONTENT, field, sentence);
  }
}
