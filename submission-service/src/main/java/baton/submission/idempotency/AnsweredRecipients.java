package baton.submission.idempotency;

import baton.contracts.suppression.Suppression;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The recipients in what was answered under idempotency keys, and would be answered again. */
@Singleton
public class AnsweredRecipients {

  /** Who stands in an answer where somebody was erased; nobody has such an address (RFC 2606). */
  public static final String ERASED = "erased@erased.invalid";

  private final Reservations reservations;

  AnsweredRecipients(Reservations reservations) {
    this.reservations = reservations;
  }

  /**
   * Takes a recipient out of all answers, so that the same request still gets the same message ids
   * and nothing is sent twice. What is not answered yet stays as it is: it is forgotten after 24
   * hours.
   *
   * @return in how many answers there was such a one
   */
  public Uni<Integer> erase(String account, String address) {
    return reservations.erase(account, Suppression.normalise(address), ERASED);
  }
}
