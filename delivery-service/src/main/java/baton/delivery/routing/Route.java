package baton.delivery.routing;

import baton.smtp.reply.BounceClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Where a domain's mail goes. */
public sealed interface Route {

  /**
   * To a site.
   *
   * @param name of the site; destinations of the same name share queue and connections
   * @param hosts at least one
   */
  record Site(String name, List<Host> hosts) implements Route {
    public Site {
      hosts = List.copyOf(hosts);
    }

    /** The hosts in an order to try them: by preference, equal ones at random. */
    public List<Host> inTurn() {
      List<Host> order = new ArrayList<>(hosts);
      Collections.shuffle(order);
      order.sort(Comparator.comparingInt(Host::preference));
      return order;
    }
  }

  /**
   * Nowhere, and this is certain.
   *
   * @param status enhanced status code, of class 5
   */
  record Undeliverable(String status, String reason, BounceClass bounceClass) implements Route {}

  /** Not known at the moment. */
  record Unresolved(String reason) implements Route {}
}
