package baton.smtp.reply;

import baton.smtp.grammar.EnhancedStatus;
import baton.smtp.grammar.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replies as they stand in logs, delivery reports and questions: text, with no wire around it. */
public final class ReplyText {

  private static final Pattern LINE =
      Pattern.compile("^\\s*([2-5]\\d\\d)(?:[ \\t-]|$)(?:\\s*\\1[ -])?\\s*");

  /** Not part of an address like 192.0.2.1, nor of a version. */
  private static final Pattern STATUS =
      Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.]*\\d)");

  private ReplyText() {}

  /**
   * Reads a reply that was quoted somewhere. Without a code, the first figure of an enhanced status
   * in the text stands for it (5.1.1 is read as 500); without either there is no reply.
   */
  public static Optional<Reply> parse(String text) {
    int code = 0;
    List<String> lines = new ArrayList<>();
    for (String line : text.strip().split("\\R|\\\\n")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find()) {
        code = code == 0 ? Integer.parseInt(matcher.group(1)) : code;
        lines.add(line.substring(matcher.end()).strip());
      } else {
        lines.add(line.strip());
      }
    }
    EnhancedStatus status = find(String.join(" ", lines), code / 100);
    if (code == 0 && status == null) {
      return Optional.empty();
    }
    return Optional.of(new Reply(code == 0 ? status.category() * 100 : code, status, lines));
  }

  /** The reply's enhanced status, or one of the code's class that its text mentions. */
  static Optional<EnhancedStatus> status(Reply reply) {
    return Optional.ofNullable(
        reply.status() != null ? reply.status() : find(reply.text(), reply.code() / 100));
  }

  /** At the start of the text any status counts, elsewhere only one of the code's class. */
  private static @Nullable EnhancedStatus find(String text, int category) {
    Matcher matcher = STATUS.matcher(text);
    while (matcher.find()) {
      EnhancedStatus status = EnhancedStatus.parse(matcher.group(1)).orElse(null);
      if (status != null
          && (matcher.start() == 0 || category == 0 || status.category() == category)) {
        return status;
      }
    }
    return null;
  }
}
