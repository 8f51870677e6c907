package baton.delivery.routing;

import static org.assertj.core.api.Assertions.assertThat;

import baton.delivery.dns.DnsjavaMailExchangers;
import baton.smtp.reply.BounceClass;
import baton.testkit.DnsServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MxRouterTest {

  private final DnsServer dns = DnsServer.start();
  private MxRouter router;

  @BeforeEach
  void zones() throws Exception {
    dns.zone("test").zone("example");
    router =
        new MxRouter(
            new DnsjavaMailExchangers(List.of(dns.address()), (type, outcome) -> {}),
            "mail.own.test",
            25);
  }

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void exchangersAreTriedByPreference() throws Exception {
    dns.mx("a.test", 20, "second.a.test").mx("a.test", 10, "first.a.test");
    dns.a("first.a.test", "192.0.2.1").aaaa("first.a.test", "2001:db8::1");
    dns.a("second.a.test", "192.0.2.2");

    Route.Site site = (Route.Site) route("a.test");

    assertThat(site.inTurn())
        .extracting(Host::name)
        .containsExactly("first.a.test", "first.a.test", "second.a.test");
    assertThat(site.hosts())
        .extracting(Host::endpoint)
        .contains("192.0.2.1:25", "[2001:db8:0:0:0:0:0:1]:25", "192.0.2.2:25");
  }

  @Test
  void aDomainWithoutExchangersIsItsOwn() throws Exception {
    dns.a("b.test", "192.0.2.3");

    assertThat(((Route.Site) route("b.test")).hosts())
        .containsExactly(new Host(0, "b.test", "192.0.2.3", 25));
  }

  @Test
  void aNullExchangerTakesNoMail() throws Exception {
    dns.nullMx("c.test");

    assertThat(route("c.test"))
        .isInstanceOfSatisfying(
            Route.Undeliverable.class, nowhere -> assertThat(nowhere.status()).isEqualTo("5.1.10"));
  }

  @Test
  void aDomainThatDoesNotExistIsUndeliverable() throws Exception {
    assertThat(route("nowhere.test"))
        .isInstanceOfSatisfying(
            Route.Undeliverable.class,
            nowhere -> assertThat(nowhere.bounceClass()).isEqualTo(BounceClass.BadDomain));
  }

  @Test
  void aNameServerThatFailsLeavesTheRouteOpen() throws Exception {
    dns.servfail("d.test");

    assertThat(route("d.test")).isInstanceOf(Route.Unresolved.class);
  }

  @Test
  void exchangersWithoutAnAddressLeaveTheRouteOpen() throws Exception {
    dns.mx("e.test", 10, "gone.e.test");

    assertThat(route("e.test")).isInstanceOf(Route.Unresolved.class);
  }

  @Test
  void anExchangerOutOfOrderDoesNotStandInTheWayOfAnother() throws Exception {
    dns.mx("f.test", 10, "gone.f.test").mx("f.test", 20, "well.f.test");
    dns.a("well.f.test", "192.0.2.4");

    assertThat(((Route.Site) route("f.test")).hosts())
        .extracting(Host::name)
        .containsExactly("well.f.test");
  }

  @Test
  void fromItselfOnExchangersAreCutOff() throws Exception {
    dns.mx("g.test", 10, "better.g.test")
        .mx("g.test", 20, "mail.own.test")
        .mx("g.test", 30, "worse.g.test");
    dns.a("better.g.test", "192.0.2.5").a("worse.g.test", "192.0.2.6");

    assertThat(((Route.Site) route("g.test")).hosts())
        .extracting(Host::name)
        .containsExactly("better.g.test");
  }

  @Test
  void mailThatWouldComeBackIsUndeliverable() throws Exception {
    dns.mx("h.test", 10, "mail.own.test");

    assertThat(route("h.test"))
        .isInstanceOfSatisfying(
            Route.Undeliverable.class, nowhere -> assertThat(nowhere.status()).isEqualTo("5.4.6"));
  }

  @Test
  void anAliasIsFollowed() throws Exception {
    dns.cname("alias.test", "i.test").mx("i.test", 10, "mx.i.test").a("mx.i.test", "192.0.2.7");

    assertThat(((Route.Site) route("alias.test")).hosts())
        .extracting(Host::address)
        .containsExactly("192.0.2.7");
  }

  @Test
  void anAddressLiteralIsItsOwnRoute() throws Exception {
    assertThat(((Route.Site) route("[192.0.2.8]")).hosts())
        .containsExactly(new Host(0, "[192.0.2.8]", "192.0.2.8", 25));
    assertThat(((Route.Site) route("[IPv6:2001:db8::9]")).hosts().getFirst().address())
        .isEqualTo("2001:db8::9");
  }

  @Test
  void aRouteIsAskedForOnce() throws Exception {
    dns.ttl(300).mx("j.test", 10, "mx.j.test").a("mx.j.test", "192.0.2.9");
    route("j.test");
    route("j.test");

    assertThat(dns.queries("j.test", "MX")).isEqualTo(1);
  }

  private Route route(String domain) throws Exception {
    return router.route(domain).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
