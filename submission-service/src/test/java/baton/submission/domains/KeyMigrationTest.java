package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.SubmissionUnderTest;
import baton.testkit.BackendsResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Domains of the first version keep their keys: a schema of its own is brought up from there. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class KeyMigrationTest {

  private static final String SCHEMA = "from_the_first_version";

  @Inject
  @DataSource("submission")
  AgroalDataSource database;

  @Test
  void aVerifiedDomainSignsOnAndAnotherStillWaits() throws SQLException {
    migrate("1");
    sql(
        """
        insert into account values ('shop', 'Shop', now());
        insert into sending_domain values
          (gen_random_uuid(), 'shop', 'a.example', 'baton-shop', '\\x01aa', '\\x02', now(), now(), false),
          (gen_random_uuid(), 'shop', 'b.example', 'baton-shop', '\\x03', '\\x04', now(), null, false)
        """);

    migrate("latest");

    assertThat(
            rows(
                """
                select name, algorithm, k.selector, state, encode(k.sealed_key, 'hex'),
                  encode(k.public_key, 'hex'), d.check_at between now() and now() + interval '1 day'
                from sending_domain d join dkim_key k on k.domain = d.id order by name
                """))
        .containsExactly(
            "a.example RSA baton-shop ACTIVE 01aa 02 t",
            "b.example RSA baton-shop PENDING 03 04 t");
  }

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(database)
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .locations("db/submission")
        .target(target)
        .load()
        .migrate();
  }

  private void sql(String statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + SCHEMA + "; " + statements + "; reset search_path");
    }
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + SCHEMA);
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(query)) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(result.getString(i));
          }
          rows.add(String.join(" ", row));
        }
      }
      statement.execute("reset search_path");
      return rows;
    }
  }
}
