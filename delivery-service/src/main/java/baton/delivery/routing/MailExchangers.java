package baton.delivery.routing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What the DNS says about mail (RFC 5321 section 5, RFC 7505). CNAMEs are followed; names are given
 * and returned in lower case without a final dot. The stages never fail and complete on any thread.
 */
public interface MailExchangers {

  /** An answer, and how long it may be kept. */
  record Found<T>(T answer, Duration ttl) {}

  /** One MX record. */
  record Exchanger(int preference, String host) {}

  /** What a lookup came to. */
  sealed interface Answer<T> {

    /** There are records: at least one. */
    record Records<T>(List<T> records) implements Answer<T> {}

    /** The name exists and has none of these records. */
    record None<T>() implements Answer<T> {}

    /** The name does not exist (NXDOMAIN). */
    record NoSuchName<T>() implements Answer<T> {}

    /** Nobody knows: a timeout, SERVFAIL, a broken answer. */
    record Failed<T>(String reason) implements Answer<T> {}
  }

  /** The MX records of a domain. */
  CompletionStage<Found<Answer<Exchanger>>> exchangers(String domain);

  /** The addresses of a host, IPv4 before IPv6, in text form. */
  CompletionStage<Found<Answer<String>>> addresses(String host);
}
