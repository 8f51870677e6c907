package baton.submission.domains;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Asks the DNS what is published. */
interface PublishedRecords {

  /** What can be asked for. */
  enum Type {
    TXT,
    MX,
    CNAME,
    A,
    AAAA
  }

  /**
   * The records of that type and name, in the form of {@link DnsRecord#value}: a TXT with its
   * strings joined, names without the last dot and in lower case. Empty where there are none. Fails
   * with {@link DnsUnavailableException} where the DNS cannot be asked or does not know now.
   */
  Uni<List<String>> find(Type type, String name);
}
