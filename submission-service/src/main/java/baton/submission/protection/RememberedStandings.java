package baton.submission.protection;

import baton.submission.admission.Quota;
import baton.submission.admission.Standing;
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

  private final AccountPauses pauses;
  private final AccountQuotas quotas;
  private final Quota platform;
  private final Remembered<Standing> known = new Remembered<>(REFRESH, OLDEST, this::load);

  RememberedStandings(AccountPauses pauses, AccountQuotas quotas, Quota platform) {
    this.pauses = pauses;
    this.quotas = quotas;
    this.platform = platform;
  }

  @Override
  public Uni<Standing> of(String account) {
    return known.get(account);
  }

  void forget(String account) {
    known.forget(account);
  }

  private Uni<Standing> load(String account) {
    return Uni.combine()
        .all()
        .unis(pauses.current(account), quotas.find(account))
        .with(this::standing);
  }

  private Standing standing(Optional<Pause> pause, OwnQuota own) {
    return new Standing(pause.map(Pause::reason).orElse(null), own.or(platform));
  }
}
