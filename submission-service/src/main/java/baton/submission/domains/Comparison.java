package baton.submission.domains;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What was found beside what was expected; nothing found is not asked here. */
final class Comparison {

  private static final Pattern POLICY =
      Pattern.compile("(?i)v=DMARC1\\s*;.*\\bp=\\s*(none|quarantine|reject)\\s*(;.*)?");

  private Comparison() {}

  static Finding key(DnsRecord expected, List<String> found) {
    String where = expected.name();
    Set<KeyRecord.Published> seen = EnumSet.noneOf(KeyRecord.Published.class);
    found.forEach(record -> seen.add(KeyRecord.compare(record, expected.value())));
    if (seen.contains(KeyRecord.Published.SAME)) {
      // RFC 6376 section 3.6.2.2: with several records at one name receivers may take any.
      return found.size() == 1
          ? Finding.published(found, "The DKIM key is published at " + where + ".")
          : Finding.wrong(
              expected,
              found,
              "There are %d TXT records at %s; keep only the key.".formatted(found.size(), where));
    }
    if (seen.contains(KeyRecord.Published.ANOTHER)) {
      return Finding.wrong(expected, found, "The TXT record at " + where + " holds another key.");
    }
    if (seen.contains(KeyRecord.Published.REVOKED)) {
      return Finding.wrong(
          expected,
          found,
          "The TXT record at " + where + " holds an empty key, which means a revoked one.");
    }
    return Finding.wrong(expected, found, "The TXT record at " + where + " is no DKIM key.");
  }

  static Finding exchanger(DnsRecord expected, List<String> found) {
    String host = host(expected.value());
    if (found.stream().noneMatch(exchanger -> host(exchanger).equals(host))) {
      return Finding.wrong(
          expected,
          found,
          "The MX of " + expected.name() + " does not lead to Baton, so that bounces are lost.");
    }
    return found.size() == 1
        ? Finding.published(found, "Bounces to " + expected.name() + " reach Baton.")
        : Finding.wrong(
            expected,
            found,
            expected.name() + " has other mail exchangers too, which bounces may go to.");
  }

  static Finding alias(DnsRecord expected, List<String> found) {
    return found.contains(expected.value())
        ? Finding.published(found, expected.name() + " leads to Baton.")
        : Finding.wrong(
            expected, found, expected.name() + " is an alias of another host than Baton's.");
  }

  /** The expected terms must be there; others may be. */
  static Finding spf(DnsRecord expected, List<String> found) {
    List<String> policies =
        found.stream()
            .filter(text -> text.toLowerCase(Locale.ROOT).matches("v=spf1( .*)?"))
            .toList();
    if (policies.isEmpty()) {
      return new Finding(Finding.Status.MISSING, found, Finding.missing(expected).sentence());
    }
    if (policies.size() > 1) {
      return Finding.wrong(
          expected,
          policies,
          "There are several SPF records at "
              + expected.name()
              + ", which receivers take for an error (RFC 7208 section 4.5); join them.");
    }
    List<String> terms = terms(policies.getFirst());
    List<String> missing =
        terms(expected.value()).stream()
            .filter(term -> !term.endsWith("all"))
            .filter(term -> !terms.contains(term))
            .toList();
    return missing.isEmpty()
        ? Finding.published(policies, "SPF at " + expected.name() + " allows Baton to send.")
        : Finding.wrong(
            expected,
            policies,
            "SPF at " + expected.name() + " lacks " + String.join(" ", missing) + ".");
  }

  static boolean isDmarc(String text) {
    return text.toUpperCase(Locale.ROOT).startsWith("V=DMARC1");
  }

  static Finding dmarc(DnsRecord expected, String where, List<String> found) {
    if (found.size() > 1) {
      return Finding.wrong(
          expected,
          found,
          "There are several DMARC records at " + where + "; none of them counts.");
    }
    return POLICY.matcher(found.getFirst().strip()).matches()
        ? Finding.published(found, "A DMARC policy is published at " + where + ".")
        : Finding.wrong(
            expected, found, "The DMARC record at " + where + " has no policy (p=) that is one.");
  }

  private static List<String> terms(String policy) {
    return Arrays.stream(policy.toLowerCase(Locale.ROOT).strip().split("\\s+"))
        .map(term -> term.startsWith("+") ? term.substring(1) : term)
        .toList();
  }

  private static String host(String exchanger) {
    return exchanger.substring(exchanger.indexOf(' ') + 1);
  }
}
