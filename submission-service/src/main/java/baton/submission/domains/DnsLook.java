package baton.submission.domains;

import baton.submission.domains.PublishedRecords.Type;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Looks into the DNS for records that should be there. */
@Singleton
class DnsLook {

  private final PublishedRecords dns;

  DnsLook(PublishedRecords dns) {
    this.dns = dns;
  }

  /**
   * What is found for each, by {@link DnsRecord#place}. Fails with {@link DnsUnavailableException}
   * where the DNS gives no answer for one that is required.
   */
  Uni<Map<String, Finding>> at(List<DnsRecord> expected) {
    return Uni.join()
        .all(expected.stream().map(this::at).toList())
        .andCollectFailures()
        .onFailure()
        .transform(DnsLook::cause)
        .map(
            findings -> {
              Map<String, Finding> byPlace = new LinkedHashMap<>();
              for (int i = 0; i < expected.size(); i++) {
                byPlace.put(expected.get(i).place(), findings.get(i));
              }
              return byPlace;
            });
  }

  private Uni<Finding> at(DnsRecord expected) {
    Uni<Finding> finding =
        switch (expected.purpose()) {
          case DKIM -> at(expected, found -> Comparison.key(expected, found));
          case RETURN_PATH -> at(expected, found -> Comparison.exchanger(expected, found));
          case SPF -> at(expected, found -> Comparison.spf(expected, found));
          case TRACKING ->
              at(expected, found -> Comparison.alias(expected, found))
                  .chain(there -> there.absent() ? byAddress(expected, there) : item(there));
          case DMARC -> dmarc(expected, expected.name().substring("_dmarc.".length()));
        };
    return expected.required()
        ? finding
        : finding
            .onFailure(DnsUnavailableException.class)
            .recoverWithItem(e -> Finding.unknown(e.getMessage()));
  }

  private Uni<Finding> at(DnsRecord expected, Function<List<String>, Finding> comparison) {
    return dns.find(expected.type(), expected.name())
        .map(found -> found.isEmpty() ? Finding.missing(expected) : comparison.apply(found));
  }

  /** A host may have addresses of its own in place of an alias. */
  private Uni<Finding> byAddress(DnsRecord expected, Finding noAlias) {
    if (noAlias.status() == Finding.Status.WRONG) {
      return item(noAlias);
    }
    return Uni.join()
        .all(dns.find(Type.A, expected.name()), dns.find(Type.AAAA, expected.name()))
        .andFailFast()
        .map(
            answers -> {
              List<String> addresses = answers.stream().flatMap(List::stream).toList();
              return addresses.isEmpty()
                  ? noAlias
                  : Finding.published(
                      addresses,
                      expected.name() + " has addresses of its own; see that they are Baton's.");
            });
  }

  /** A policy that stands above is inherited. */
  private Uni<Finding> dmarc(DnsRecord expected, String domain) {
    return dns.find(Type.TXT, "_dmarc." + domain)
        .map(found -> found.stream().filter(Comparison::isDmarc).toList())
        .chain(
            found -> {
              if (!found.isEmpty()) {
                return item(Comparison.dmarc(expected, "_dmarc." + domain, found));
              }
              String above = domain.substring(domain.indexOf('.') + 1).toLowerCase(Locale.ROOT);
              return above.indexOf('.') < 0
                  ? item(Finding.missing(expected))
                  : dmarc(expected, above);
            });
  }

  private static <T> Uni<T> item(T item) {
    return Uni.createFrom().item(item);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompositeException several ? several.getCauses().getFirst() : failure;
  }
}
