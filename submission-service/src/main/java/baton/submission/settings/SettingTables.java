package baton.submission.settings;

import baton.contracts.setting.Setting;
import baton.submission.domains.DomainStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL holds of accounts, sending domains and API keys, as settings. */
@Singleton
class SettingTables {

  private static final String ACCOUNTS =
      """
      select account.id, account.name, pause.reason, pause.paused_at
      from submission.account
        left join submission.account_pause as pause
          on pause.account = account.id and pause.resumed_at is null
      where $1 or account.id = any($2)
      """;

  /** Of several accounts' claims the one that admission goes by, or else the first. */
  private static final String DOMAINS =
      """
      select distinct on (name) name, account, verified_at, failing_since
      from submission.sending_domain where $1 or name = any($2)
      order by name, verified_at nulls last, failing_since desc nulls last, created_at, id
      """;

  private static final String CREDENTIALS =
      """
      select encode(key_hash, 'hex') as hash, account, scopes, domains, networks
      from submission.credential
      where $1 or key_hash = any(select decode(hash, 'hex') from unnest($2::text[]) as hash)
      """;

  private final PlatformNames names;

  SettingTables(PlatformNames names) {
    this.names = names;
  }

  /** The settings that there are under some of the keys. */
  Uni<Map<String, Setting>> find(SqlConnection connection, Collection<String> keys) {
    return ask(connection, false, keys);
  }

  /** All settings: some hundred octets of memory for each account, domain and key. */
  Uni<Map<String, Setting>> all(SqlConnection connection) {
    return ask(connection, true, List.of());
  }

  private Uni<Map<String, Setting>> ask(
      SqlConnection connection, boolean all, Collection<String> keys) {
    Map<String, Setting> found = new HashMap<>();
    String[] accounts = named(keys, Setting.Account.keyOf(""));
    String[] domains = named(keys, Setting.Domain.keyOf(""));
    String[] hashes = named(keys, Setting.Credential.keyOf(""));
    return read(connection, ACCOUNTS, all, accounts, SettingTables::account, found)
        .chain(() -> read(connection, DOMAINS, all, domains, this::domain, found))
        .chain(() -> read(connection, CREDENTIALS, all, hashes, SettingTables::credential, found))
        .replaceWith(found);
  }

  private static String[] named(Collection<String> keys, String kind) {
    return keys.stream()
        .filter(key -> key.startsWith(kind))
        .map(key -> key.substring(kind.length()))
        .toArray(String[]::new);
  }

  private static Uni<Void> read(
      SqlConnection connection,
      String sql,
      boolean all,
      String[] wanted,
      Function<Row, Setting> reader,
      Map<String, Setting> found) {
    if (!all && wanted.length == 0) {
      return Uni.createFrom().voidItem();
    }
    return connection
        .preparedQuery(sql)
        .execute(Tuple.of(all, wanted))
        .invoke(
            rows -> {
              for (Row row : rows) {
                Setting setting = reader.apply(row);
                found.put(setting.key(), setting);
              }
            })
        .replaceWithVoid();
  }

  private static Setting account(Row row) {
    Instant pausedAt = instant(row, "paused_at");
    return new Setting.Account(
        row.getString("id"),
        row.getString("name"),
        pausedAt == null ? null : new Setting.Account.Pause(row.getString("reason"), pausedAt));
  }

  private Setting domain(Row row) {
    return new Setting.Domain(
        row.getString("name"),
        row.getString("account"),
        DomainStatus.of(instant(row, "verified_at"), instant(row, "failing_since")).word(),
        names.returnPathDomain(),
        names.trackingHost());
  }

  private static Setting credential(Row row) {
    return new Setting.Credential(
        row.getString("hash"),
        row.getString("account"),
        list(row.getString("scopes")),
        list(row.getString("domains")),
        list(row.getString("networks")));
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).sorted().toList();
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
