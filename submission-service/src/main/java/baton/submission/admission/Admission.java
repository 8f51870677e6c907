package baton.submission.admission;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ReversePath;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a submission may pass. */
public final class Admission {

  private static final String FROM = "from";
  private static final String SENDER = "sender";

  private final Limits limits;
  private final SendingDomains domains;
  private final Suppressions suppressions;
  private final Standings standings;

  public Admission(
      Limits limits, SendingDomains domains, Suppressions suppressions, Standings standings) {
    this.limits = limits;
    this.domains = domains;
    this.suppressions = suppressions;
    this.standings = standings;
  }

  /**
   * Admits a submission.
   *
   * <p>Fails with {@link RefusedException} where it may not pass. Nearly always answers at once.
   */
  public Uni<Admitted> admit(Submission submission) {
    Principal principal = submission.principal();
    checkScope(principal);
    byte[] content = submission.content();
    List<Recipient> recipients = once(submission.recipients());
    limits.check(content.length, recipients.size());
    ContentRules.check(content);
    HeaderSection header = HeaderSection.read(content);
    Map<String, String> claimed = claimed(header, submission.sender());
    Wishes wishes = HeaderWishes.read(header, submission.wishes());
    IdempotencyKey key = key(submission, header);
    return active(principal)
        .invoke(standing -> standing.quota().check(recipients.size()))
        .flatMap(
            standing ->
                owned(principal, claimed)
                    .flatMap(
                        domain ->
                            suppressions
                                .among(principal.account(), addresses(recipients))
                                .map(
                                    suppressed ->
                                        new Admitted(
                                            submission,
                                            header,
                                            recipients,
                                            wishes,
                                            domain,
                                            suppressed,
                                            standing.quota(),
                                            key))));
  }

  /**
   * Whether somebody may use a reverse-path; answers early what {@link #admit} would say later.
   * Fails with {@link RefusedException} where it may not.
   */
  public Uni<Void> admitSender(Principal principal, ReversePath sender) {
    checkScope(principal);
    return switch (sender) {
      case ReversePath.Null _ -> active(principal).replaceWithVoid();
      case EmailAddress address ->
          active(principal)
              .chain(() -> owned(principal, Map.of(address.domain(), FROM)))
              .replaceWithVoid();
    };
  }

  private static void checkScope(Principal principal) {
    if (!principal.grant().scopes().contains(Scope.SEND)) {
      throw new RefusedException(Refusal.MISSING_SCOPE, "this API key has not the scope send");
    }
  }

  /** The protocol's own place for the key goes before the message's header. */
  private static @Nullable IdempotencyKey key(Submission submission, HeaderSection header) {
    if (submission.key() != null) {
      return submission.key();
    }
    return header
        .only(IdempotencyKey.FIELD)
        .map(
            value ->
                IdempotencyKey.of(
                    value,
                    octets(submission.sender().toString()),
                    octets(submission.recipients().toString()),
                    submission.content()))
        .orElse(null);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Uni<Standing> active(Principal principal) {
    return standings
        .of(principal.account())
        .invoke(
            standing -> {
              if (standing.pause() != null) {
                throw new RefusedException(
                    Refusal.PAUSED, "this account is paused: " + standing.pause());
              }
            });
  }

  private static List<Recipient> once(List<Recipient> recipients) {
    if (recipients.size() == 1) {
      checkAddress(recipients.getFirst());
      return recipients;
    }
    Set<EmailAddress> seen = LinkedHashSet.newLinkedHashSet(recipients.size());
    List<Recipient> once = new ArrayList<>(recipients.size());
    for (Recipient recipient : recipients) {
      checkAddress(recipient);
      if (seen.add(recipient.address())) {
        once.add(recipient);
      }
    }
    return once;
  }

  static void checkAddress(Recipient recipient) {
    if (recipient.address().isAddressLiteral()) {
      throw new RefusedException(
          Refusal.INVALID_RECIPIENT,
          "to",
          "mail to an IP address is not taken: " + recipient.address());
    }
  }

  private static List<String> addresses(List<Recipient> recipients) {
    List<String> addresses = new ArrayList<>(recipients.size());
    for (Recipient recipient : recipients) {
      addresses.add(recipient.address().toString());
    }
    return addresses;
  }

  /**
   * In whose name the message comes.
   *
   * @throws RefusedException where that cannot be told
   */
  static List<EmailAddress> from(HeaderSection header) {
    String text =
        header
            .only("From")
            .orElseThrow(
                () ->
                    new RefusedException(
                        Refusal.BAD_CONTENT, "from", "the message has no field From"));
    try {
      List<Mailbox> mailboxes = Mailbox.parseList(text);
      if (mailboxes.isEmpty()) {
        throw new IllegalArgumentException("it names nobody");
      }
      return mailboxes.stream().map(Mailbox::address).toList();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Refusal.BAD_CONTENT, "from", "the message's From makes no sense: " + e.getMessage());
    }
  }

  /**
   * The domains in whose name the message comes, that of the first From before all others, and the
   * field that says so: its authors', that of who sends it for them (RFC 5322 section 3.6.2), whom
   * readers' programs show beside them, and the envelope's.
   */
  private static Map<String, String> claimed(HeaderSection header, ReversePath sender) {
    Map<String, String> claimed = new LinkedHashMap<>();
    from(header).forEach(author -> claimed.putIfAbsent(author.domain(), FROM));
    header.only("Sender").ifPresent(text -> claimed.putIfAbsent(senderDomain(text), SENDER));
    if (sender instanceof EmailAddress address) {
      claimed.putIfAbsent(address.domain(), FROM);
    }
    return claimed;
  }

  private static String senderDomain(String text) {
    try {
      return Mailbox.parse(text).address().domain();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Refusal.BAD_CONTENT, SENDER, "the message's Sender makes no sense: " + e.getMessage());
    }
  }

  /** The first of the domains; fails unless all of them are the account's. */
  private Uni<SendingDomain> owned(Principal principal, Map<String, String> claimed) {
    List<Uni<SendingDomain>> each = new ArrayList<>(claimed.size());
    claimed.forEach((name, field) -> each.add(owned(principal, name, field)));
    return each.size() == 1
        ? each.getFirst()
        : Uni.join().all(each).andFailFast().map(List::getFirst);
  }

  private Uni<SendingDomain> owned(Principal principal, String name, String field) {
    if (!principal.grant().coversDomain(name)) {
      return Uni.createFrom()
          .failure(
              new RefusedException(
                  Refusal.DOMAIN_NOT_GRANTED,
                  field,
                  "this API key may not send from the domain " + name));
    }
    return domains.find(name).map(found -> check(principal.account(), name, field, found));
  }

  private static SendingDomain check(
      String account, String name, String field, Optional<SendingDomain> found) {
    SendingDomain domain =
        found
            .filter(known -> known.account().equals(account))
            .orElseThrow(
                () ->
                    new RefusedException(
                        Refusal.UNVERIFIED_DOMAIN,
                        field,
                        "sender domain " + name + " is not a verified domain of this account"));
    if (domain.lapsed() != null) {
      throw new RefusedException(
          Refusal.UNVERIFIED_DOMAIN,
          field,
          "sender domain "
              + name
              + " is no longer verified: its DKIM record has not been found in the DNS since "
              + domain.lapsed()
              + "; publish it again and ask for verification");
    }
    return domain;
  }
}
