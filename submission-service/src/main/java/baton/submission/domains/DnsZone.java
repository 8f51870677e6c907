package baton.submission.domains;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a sending domain's zone should hold, and what is found there instead. */
@Singleton
class DnsZone {

  private final Optional<String> returnPathDomain;
  private final Optional<String> feedbackHost;

  /**
   * @param returnPathDomain where bounces go
   * @param feedbackHost name of the server that takes them
   */
  DnsZone(
      @ConfigProperty(name = "baton.return-path-domain") Optional<String> returnPathDomain,
      @ConfigProperty(name = "baton.feedback-host") Optional<String> feedbackHost) {
    this.returnPathDomain = returnPathDomain;
    this.feedbackHost = feedbackHost;
  }

  /** One selector for each account, so that two accounts' keys for one domain do not collide. */
  static String selector(String account) {
    return "baton-" + account;
  }

  static String keyName(String selector, String domain) {
    return selector + "._domainkey." + domain;
  }

  /**
   * The records to publish. SPF is not among them: receivers ask for it where bounces go (RFC 7208
   * section 2.4), and that is the platform's own domain.
   */
  List<DnsRecord> records(StoredDomain domain) {
    List<DnsRecord> records = new ArrayList<>();
    records.add(
        new DnsRecord(
            "dkim",
            true,
            "TXT",
            keyName(domain.selector, domain.name),
            DkimKey.record(domain.publicKey)));
    records.add(new DnsRecord("dmarc", false, "TXT", "_dmarc." + domain.name, "v=DMARC1; p=none"));
    returnPathDomain
        .filter(bounces -> bounces.equals(domain.name) || bounces.endsWith("." + domain.name))
        .flatMap(
            bounces ->
                feedbackHost.map(
                    host -> new DnsRecord("return_path", false, "MX", bounces, "10 " + host)))
        .ifPresent(records::add);
    return records;
  }

  /** Says whether the key stands among the TXT records found under its name. */
  Verification judge(List<String> found, StoredDomain domain) {
    String where = keyName(domain.selector, domain.name);
    if (found.isEmpty()) {
      return not("There is no TXT record at " + where + " yet.");
    }
    Set<DkimKey.Published> seen = EnumSet.noneOf(DkimKey.Published.class);
    found.forEach(record -> seen.add(DkimKey.compare(record, domain.publicKey)));
    if (seen.contains(DkimKey.Published.SAME)) {
      // RFC 6376 section 3.6.2.2: with several records at one name receivers may take any.
      return found.size() == 1
          ? new Verification(true, "The DKIM key is published at " + where + ".")
          : not("There are " + found.size() + " TXT records at " + where + "; keep only the key.");
    }
    if (seen.contains(DkimKey.Published.ANOTHER)) {
      return not("The TXT record at " + where + " holds another key.");
    }
    if (seen.contains(DkimKey.Published.REVOKED)) {
      return not("The TXT record at " + where + " holds an empty key, which means a revoked one.");
    }
    return not("The TXT record at " + where + " is no DKIM key.");
  }

  private static Verification not(String finding) {
    return new Verification(false, finding);
  }
}
