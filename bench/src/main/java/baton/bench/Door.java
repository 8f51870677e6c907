package baton.bench;

import io.vertx.core.Future;

/** A way into the platform. */
interface Door {

  /** One client among many, which sends one message after the other. */
  interface Session {

    /** Completes when the platform has taken the message over; fails with what it said if not. */
    Future<Void> send(int number);

    void close();
  }

  Future<Session> open();
}
