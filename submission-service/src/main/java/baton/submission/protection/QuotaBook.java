package baton.submission.protection;

import baton.submission.admission.Quota;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says and sets how much accounts may send. */
@Singleton
public class QuotaBook {

  private static final Logger LOG = Logger.getLogger(QuotaBook.class);

  private final AccountQuotas quotas;
  private final RememberedStandings standings;
  private final Quota platform;

  QuotaBook(AccountQuotas quotas, RememberedStandings standings, Quota platform) {
    this.quotas = quotas;
    this.standings = standings;
    this.platform = platform;
  }

  /** What holds for the account. */
  public Uni<Quota> of(String account) {
    return quotas.find(account).map(own -> own.or(platform));
  }

  /** What was set holds everywhere within 5 seconds. */
  public Uni<Void> set(String account, OwnQuota quota) {
    return quotas
        .set(account, quota)
        .invoke(
            () -> {
              standings.forget(account);
              LOG.infof("quota set account=%s quota=%s", account, quota.or(platform));
            });
  }

  /** Messages of today (UTC) that have been counted, and those that instances hold ready. */
  public Uni<Long> takenToday(String account) {
    return quotas.takenToday(account);
  }
}
