package baton.submission.protection;

import baton.submission.admission.Standings;
import baton.submission.database.Remembered;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Standings as PostgreSQL had them a moment ago. */
@Singleton
class RememberedStandings implements Standings {

  private static final Duration REFRESH = Duration.ofSeconds(2);
  private static final Duration OLDEST = Duration.ofSeconds(5);

  private final Remembered<Optional<String>> pauses;

  RememberedStandings(AccountPauses table) {
    this.pauses =
        new Remembered<>(
            REFRESH, OLDEST, account -> table.current(account).map(it -> it.map(Pause::reason)));
  }

  @Override
  public Uni<Optional<String>> pauseOf(String account) {
    return pauses.get(account);
  }

  void forget(String account) {
    pauses.forget(account);
  }
}
