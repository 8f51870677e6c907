package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Knows the domains that mail may be sent from. */
public interface SendingDomains {

  /**
   * The verified domain of that name; empty where there is none, or it is not verified. An answer
   * may be a few seconds old. Usually answered from memory: it is asked for every message.
   *
   * @param domain in lower case and A-labels
   */
  Uni<Optional<SendingDomain>> find(String domain);
}
