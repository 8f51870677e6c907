package baton.submission.domains;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Asks the DNS for TXT records. */
interface TextRecords {

  /**
   * The TXT records of that name, each with its strings joined; empty where there are none. Fails
   * with {@link DnsUnavailableException} where the DNS cannot be asked or does not know now.
   */
  Uni<List<String>> find(String name);
}
