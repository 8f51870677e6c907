package baton.delivery.assembly;

import baton.delivery.routing.FixedRouter;
import baton.delivery.routing.Host;
import baton.delivery.routing.MailExchangers;
import baton.delivery.routing.MxRouter;
import baton.delivery.routing.Route;
import baton.delivery.routing.Router;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code BATON_ROUTE} says. */
public sealed interface NextHop {

  Pattern SMARTHOST = Pattern.compile("smarthost:(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]\\s]+):(\\d{1,5})");

  /** Each domain's mail exchanger. */
  record Mx() implements NextHop {}

  /** The local mailbox. */
  record Mailbox() implements NextHop {}

  /** One server that takes everything. */
  record Smarthost(String host, int port) implements NextHop {}

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException with a sentence that names the setting
   */
  static NextHop parse(String text) {
    Matcher smarthost = SMARTHOST.matcher(text);
    if (smarthost.matches() && validPort(smarthost.group(2))) {
      String host = smarthost.group(1).replaceAll("[\\[\\]]", "");
      return new Smarthost(host, Integer.parseInt(smarthost.group(2)));
    }
    return switch (text) {
      case "mx" -> new Mx();
      case "mailbox" -> new Mailbox();
      default ->
          throw new IllegalArgumentException(
              "BATON_ROUTE is mx, mailbox or smarthost:HOST:PORT, not \"" + text + "\"");
    };
  }

  private static boolean validPort(String digits) {
    int port = Integer.parseInt(digits);
    return port >= 1 && port <= 65_535;
  }

  /** The router that goes there. */
  default Router router(MailExchangers dns, String ownName, int mxPort, int mailboxPort) {
    return switch (this) {
      case Mx mx -> new MxRouter(dns, ownName, mxPort);
      case Mailbox mailbox -> fixed("mailbox", "127.0.0.1", mailboxPort);
      case Smarthost(String host, int port) -> fixed(host, host, port);
    };
  }

  private static Router fixed(String name, String host, int port) {
    return new FixedRouter(new Route.Site(name, List.of(new Host(0, host, host, port))));
  }
}
