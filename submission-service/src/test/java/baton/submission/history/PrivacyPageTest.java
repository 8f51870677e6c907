package baton.submission.history;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/privacy.md leaves no place out: whoever adds a table or a topic says what is in it. */
class PrivacyPageTest {

  @Test
  void everyTableAndEveryTopicIsAccountedFor() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "privacy.md"));
    List<String> tables;
    try (HistoryDatabase database = new HistoryDatabase()) {
      database.migrate("latest");
      tables =
          database.texts(
              """
              select relname::text from pg_class
              where relnamespace = 'submission'::regnamespace and relkind in ('r', 'p')
                and not relispartition and relname not like 'flyway%'
              """);
    }
    assertThat(tables)
        .hasSizeGreaterThan(10)
        .allSatisfy(table -> assertThat(page).contains("`" + table + "`"));
    assertThat(Topic.ALL).allSatisfy(topic -> assertThat(page).contains("`" + topic.name() + "`"));
  }
}
