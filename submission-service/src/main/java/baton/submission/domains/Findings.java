package baton.submission.domains;

import baton.contracts.event.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a look into the DNS found, as a domain's row keeps it.
 *
 * @param byPlace by {@link DnsRecord#place}
 */
record Findings(Map<String, Finding> byPlace) {

  Findings {
    byPlace = Map.copyOf(byPlace);
  }

  static Findings read(@Nullable String json) {
    return json == null ? new Findings(Map.of()) : Json.read(json, Findings.class);
  }

  String json() {
    return Json.write(this);
  }

  Finding of(DnsRecord record) {
    return at(record.place());
  }

  /** What was found in a key's place. */
  Finding of(StoredKey key, String domain) {
    return at(PublishedRecords.Type.TXT + " " + DnsZone.keyName(key.selector, domain));
  }

  private Finding at(String place) {
    return byPlace.getOrDefault(place, Finding.NOT_ASKED);
  }
}
