package baton.submission.admission;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.ReversePath;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a submission may pass. */
public final class Admission {

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
    List<EmailAddress> authors = authors(header);
    Wishes wishes = HeaderWishes.read(header, submission.wishes());
    IdempotencyKey key = key(submission, header);
    return active(principal)
        .invoke(standing -> standing.quota().check(recipients.size()))
        .flatMap(
            standing ->
                owned(principal, claimed(authors, submission.sender()))
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
              .chain(() -> owned(principal, Set.of(address.domain())))
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
   * Whom the header names as those from whom the message comes: its authors, and who sends it for
   * them (RFC 5322 section 3.6.2), whom readers' programs show beside them.
   */
  private static List<EmailAddress> authors(HeaderSection header) {
    List<EmailAddress> from = from(header);
    Optional<String> sender = header.only("Sender");
    if (sender.isEmpty()) {
      return from;
    }
    List<EmailAddress> authors = new ArrayList<>(from);
    try {
      authors.add(Mailbox.parse(sender.get()).address());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          Refusal.BAD_CONTENT, "sender", "the message's Sender makes no sense: " + e.getMessage());
    }
    return authors;
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

  /** The domains in whose name the message comes, that of the first From before all others. */
  private static Set<String> claimed(List<EmailAddress> authors, ReversePath sender) {
    if (authors.size() == 1
        && (!(sender instanceof EmailAddress address)
            || address.domain().equals(authors.getFirst().domain()))) {
      return Set.of(authors.getFirst().domain());
    }
    Set<String> claimed = new LinkedHashSet<>();
    authors.forEach(address -> claimed.add(address.domain()));
    if (sender instanceof EmailAddress address) {
      claimed.add(address.domain());
    }
    return claimed;
  }

  /** The first of the domains; fails unless all of them are the account's. */
  private Uni<SendingDomain> owned(Principal principal, Set<String> names) {
    if (names.size() == 1) {
      return owned(principal, names.iterator().next());
    }
    return Uni.join()
        .all(names.stream().map(name -> owned(principal, name)).toList())
        .andFailFast()
        .map(List::getFirst);
  }

  private Uni<SendingDomain> owned(Principal principal, String name) {
    if (!principal.grant().coversDomain(name)) {
      return Uni.createFrom()
          .failure(
              new RefusedException(
                  Refusal.DOMAIN_NOT_GRANTED,
                  "from",
                  "this API key may not send from the domain " + name));
    }
    return domains.find(name).map(found -> check(principal.account(), name, found));
  }

  private static SendingDomain check(String account, String name, Optional<SendingDomain> found) {
    SendingDomain domain =
        found
            .filter(known -> known.account().equals(account))
            .orElseThrow(
                () ->
                    refused("sender domain " + name + " is not a verified domain of this account"));
    if (domain.lapsed() != null) {
      throw refused(
          "sender domain "
              + name
              + " is no longer verified: its DKIM record has not been found in the DNS since "
              + domain.lapsed()
              + "; publish it again and ask for verification");
    }
    return domain;
  }

  private static RefusedException refused(String sentence) {
    return new RefusedException(Refusal.UNVERIFIED_DOMAIN, "from", sentence);
  }
}
