package baton.standalone.mailbox.pages;

import baton.standalone.mailbox.store.Letter;
import baton.standalone.mailbox.store.Mailbox;
import io.quarkus.qute.TemplateData;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list.
 *
 * @param search what was searched for; empty for everything
 * @param newest id of the newest letter in the mailbox; 0 where there is none
 * @param first whether this page is the newest
 * @param again address of this search's newest page
 * @param older address of the next page; null where this is the last
 */
@TemplateData
public record LetterList(
    List<Row> rows,
    String search,
    long newest,
    boolean first,
    String again,
    @Nullable String older) {
  private static final int PAGE = 50;

  /** A letter as the list shows it. */
  @TemplateData
  public record Row(long id, String from, String to, String subject, String size, Moment received) {
    static Row of(Letter letter) {
      return new Row(
          letter.id(),
          letter.from().isEmpty() ? "(no sender)" : letter.from(),
          letter.to(),
          letter.subject().isEmpty() ? "(no subject)" : letter.subject(),
          Size.of(letter.size()),
          Moment.of(letter.receivedAt()));
    }
  }

  static LetterList of(Mailbox mailbox, String search, Optional<Long> before) {
    long newest = mailbox.newestFirst().findFirst().map(Letter::id).orElse(0L);
    Stream<Letter> letters = before.map(mailbox::newestFirstBefore).orElseGet(mailbox::newestFirst);
    String wanted = search.toLowerCase(Locale.ROOT);
    List<Letter> page = letters.filter(it -> matches(it, wanted)).limit(PAGE + 1).toList();
    boolean more = page.size() > PAGE;
    List<Letter> shown = more ? page.subList(0, PAGE) : page;
    String query = search.isEmpty() ? "" : "q=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
    String again = query.isEmpty() ? "/mailbox" : "/mailbox?" + query;
    String older = again + (query.isEmpty() ? "?" : "&") + "before=";
    return new LetterList(
        shown.stream().map(Row::of).toList(),
        search,
        newest,
        before.isEmpty(),
        again,
        more ? older + shown.getLast().id() : null);
  }

  private static boolean matches(Letter letter, String wanted) {
    return wanted.isEmpty()
        || letter.to().toLowerCase(Locale.ROOT).contains(wanted)
        || letter.from().toLowerCase(Locale.ROOT).contains(wanted)
        || letter.subject().toLowerCase(Locale.ROOT).contains(wanted);
  }
}
