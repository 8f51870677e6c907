package baton.feedback.intake;

import baton.contracts.event.Event;
import java.util.List;

/**
 * What a returned message comes to, before anything is published.
 *
 * @param kind what it is
 * @param outcome {@link Outcome#PUBLISHED} where there are events, which is then still to be done
 * @param events what follows from it
 */
record Finding(Kind kind, Outcome outcome, List<? extends Event.FromFeedback> events) {

  /** The kinds of reports, as {@code ./baton explain} and the metric name them. */
  enum Kind {
    ARF("arf"),
    DSN("dsn"),
    OTHER("other");

    private final String name;

    Kind(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Finding nothing(Kind kind, Outcome outcome) {
    return new Finding(kind, outcome, List.of());
  }
}
