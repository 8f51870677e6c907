package baton.submission.admission;

import baton.contracts.notice.Notice;
import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import baton.smtp.grammar.ReversePath;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides whether mail of the platform's own may pass. Its writers are believed, so that an
 * account's pause or quota does not hold up what the account is to be told, and the domain of From
 * need not be the account's. The message is looked at like any other, and so is the suppression
 * list.
 */
public final class NoticeAdmission {

  /** It is not tracked, whatever its header says. */
  private static final Wishes WISHES = Wishes.DEFAULT.withTracking(false, false);

  /** In the place of a credential's name. */
  private static final String WRITER = "notice";

  private final Limits limits;
  private final SendingDomains domains;
  private final Suppressions suppressions;

  public NoticeAdmission(Limits limits, SendingDomains domains, Suppressions suppressions) {
    this.limits = limits;
    this.domains = domains;
    this.suppressions = suppressions;
  }

  /**
   * Admits a notice. It is to be signed with the keys of its From's domain, whoever's that is;
   * where nobody has shown that domain to be his own, it goes unsigned.
   *
   * <p>Fails with {@link RefusedException} where the notice may never pass, and with something else
   * where nobody can tell now.
   */
  public Uni<Admitted> admit(Notice notice) {
    return Uni.createFrom().deferred(() -> check(notice));
  }

  private Uni<Admitted> check(Notice notice) {
    byte[] content = notice.content();
    limits.check(content.length, 1);
    ContentRules.check(content);
    HeaderSection header = HeaderSection.read(content);
    String domain = Admission.from(header).getFirst().domain();
    Recipient recipient =
        Recipient.of(
            address(Refusal.INVALID_RECIPIENT, () -> EmailAddress.parse(notice.recipient())));
    Admission.checkAddress(recipient);
    String account = notice.account();
    Submission submission =
        new Submission(
            new Principal(account, WRITER),
            Protocol.NOTICE,
            address(Refusal.INVALID_SENDER, () -> ReversePath.parse(notice.sender())),
            List.of(recipient),
            content,
            WISHES);
    return Uni.combine()
        .all()
        .unis(
            domains
                .find(domain)
                .map(found -> found.orElseGet(() -> SendingDomain.unknown(domain, account))),
            suppressions.among(account, List.of(recipient.address().toString())))
        .with(
            (signing, suppressed) ->
                new Admitted(
                    submission,
                    header,
                    List.of(recipient),
                    WISHES,
                    signing,
                    suppressed,
                    Quota.NONE,
                    null));
  }

  private static <T> T address(Refusal refusal, Supplier<T> address) {
    try {
      return address.get();
    } catch (InvalidAddressException e) {
      throw new RefusedException(refusal, e.getMessage());
    }
  }
}
