package baton.submission.smtp;

import baton.contracts.outbound.Dsn;
import baton.smtp.grammar.MailParameters;
import baton.smtp.grammar.OriginalRecipient;
import baton.smtp.grammar.RcptParameters;
import baton.smtp.grammar.RcptParameters.Notify;
import baton.smtp.grammar.Xtext;
import java.util.stream.Collectors;

/** What MAIL and RCPT say of notifications (RFC 3461 section 4), as it is carried on. */
final class DsnParameters {

  private DsnParameters() {}

  static Dsn of(MailParameters mail, RcptParameters rcpt) {
    String notifyOn = rcpt.notifyOn().stream().map(Notify::name).collect(Collectors.joining(","));
    Dsn dsn =
        new Dsn(
            notifyOn.isEmpty() ? null : notifyOn,
            mail.ret().map(Enum::name).orElse(null),
            mail.envid().map(Xtext::encode).orElse(null),
            rcpt.originalRecipient().map(OriginalRecipient::value).orElse(null));
    return dsn.equals(Dsn.NONE) ? Dsn.NONE : dsn;
  }
}
