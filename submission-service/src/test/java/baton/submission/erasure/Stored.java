package baton.submission.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What PostgreSQL holds of an account, looked at past all of submission's own code. */
record Stored(AgroalDataSource database, String account) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Waits until there are so many events. */
  void awaitEvents(int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(rows("select id from submission.message_event where account = ?"))
                    .hasSize(count));
  }

  /** Waits until so many events of an erased message are known. */
  void awaitErased(UUID id, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        rows(
                            "select id from submission.erased_event where message_id = ?::uuid",
                            id.toString()))
                    .hasSize(count));
  }

  /** Every row with this text anywhere in it; but for suppressions, which are to stay. */
  List<String> naming(String text) {
    return rows(
        """
        select line from (
          select account, e::text from submission.message_event e union all
          select account, m::text from submission.message m union all
          select account, t::text from submission.message_tag t union all
          select account, i::text from submission.idempotency i) as every (account, line)
        where account = ? and line ilike '%TEXT%'
        """
            .replace("TEXT", text));
  }

  /** The first column of a query about the account. */
  List<String> rows(String sql) {
    return rows(sql, account);
  }

  private List<String> rows(String sql, String value) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
