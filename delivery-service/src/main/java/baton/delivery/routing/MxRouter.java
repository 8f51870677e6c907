package baton.delivery.routing;

import baton.delivery.routing.MailExchangers.Answer;
import baton.delivery.routing.MailExchangers.Exchanger;
import baton.delivery.routing.MailExchangers.Found;
import baton.smtp.reply.BounceClass;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Routes by the DNS as RFC 5321 section 5 tells: mail exchangers by preference, equal ones in
 * random order, the domain itself where it has none (implicit MX), nobody where it says so (null
 * MX, RFC 7505). Routes are kept as long as the DNS allows, within bounds.
 */
public final class MxRouter implements Router {

  /** A domain with more exchangers than this has the first ones tried. */
  private static final int MOST_EXCHANGERS = 20;

  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final long CACHED_DOMAINS = 200_000;

  private final MailExchangers dns;
  private final String ownName;
  private final int port;
  private final AsyncCache<String, Found<Route>> routes =
      Caffeine.newBuilder()
          .maximumSize(CACHED_DOMAINS)
          .expireAfter(Expiry.<String, Found<Route>>creating((domain, found) -> kept(found.ttl())))
          .buildAsync();

  /**
   * A router.
   *
   * @param ownName the name by which Baton is known as a mail server: a domain whose best exchanger
   *     it is would make mail run in a circle
   * @param port of the mail exchangers, 25 but in test networks
   */
  public MxRouter(MailExchangers dns, String ownName, int port) {
    this.dns = dns;
    this.ownName = ownName;
    this.port = port;
  }

  @Override
  public CompletionStage<Route> route(String domain) {
    if (domain.startsWith("[")) {
      return CompletableFuture.completedStage(literal(domain));
    }
    return routes
        .get(domain, (key, executor) -> find(key).toCompletableFuture())
        .thenApply(Found::answer);
  }

  private static Duration kept(Duration ttl) {
    return ttl.compareTo(SHORTEST) < 0 ? SHORTEST : ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
  }

  /** {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 section 4.1.3). */
  private Route literal(String literal) {
    String address = literal.substring(1, literal.length() - 1).replaceFirst("(?i)^ipv6:", "");
    return new Route.Site(literal, List.of(new Host(0, literal, address, port)));
  }

  private CompletionStage<Found<Route>> find(String domain) {
    return dns.exchangers(domain)
        .thenCompose(
            found ->
                switch (found.answer()) {
                  case Answer.Records<Exchanger>(List<Exchanger> records) ->
                      ofExchangers(domain, records, found.ttl());
                  case Answer.None<Exchanger> none -> implicit(domain, found.ttl());
                  case Answer.NoSuchName<Exchanger> noSuchName ->
                      certain(
                          new Route.Undeliverable(
                              "5.1.2",
                              "the domain " + domain + " does not exist",
                              BounceClass.BadDomain),
                          found.ttl());
                  case Answer.Failed<Exchanger>(String reason) ->
                      certain(
                          new Route.Unresolved("MX lookup of " + domain + ": " + reason), SHORTEST);
                });
  }

  private CompletionStage<Found<Route>> ofExchangers(
      String domain, List<Exchanger> records, Duration ttl) {
    if (records.size() == 1 && records.getFirst().host().isEmpty()) {
      return certain(
          new Route.Undeliverable(
              "5.1.10", "the domain " + domain + " takes no mail", BounceClass.BadDomain),
          ttl);
    }
    List<Exchanger> usable = usable(records);
    if (usable.isEmpty()) {
      return certain(
          new Route.Undeliverable(
              "5.4.6",
              "mail for " + domain + " would come back to this server",
              BounceClass.RoutingError),
          ttl);
    }
    List<CompletableFuture<Found<Answer<String>>>> lookups =
        usable.stream().map(e -> dns.addresses(e.host()).toCompletableFuture()).toList();
    return CompletableFuture.allOf(lookups.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                site(domain, usable, lookups.stream().map(CompletableFuture::join).toList(), ttl));
  }

  /**
   * Best first, equal ones shuffled; from Baton itself on, the list is cut, as those behind it
   * would hand the mail back (RFC 5321 section 5.1).
   */
  private List<Exchanger> usable(List<Exchanger> records) {
    int own =
        records.stream()
            .filter(exchanger -> exchanger.host().equals(ownName))
            .mapToInt(Exchanger::preference)
            .min()
            .orElse(Integer.MAX_VALUE);
    List<Exchanger> usable = new ArrayList<>(records);
    usable.removeIf(e -> e.preference() >= own || e.host().isEmpty());
    Collections.shuffle(usable);
    usable.sort(Comparator.comparingInt(Exchanger::preference));
    return usable.subList(0, Math.min(MOST_EXCHANGERS, usable.size()));
  }

  private CompletionStage<Found<Route>> implicit(String domain, Duration ttl) {
    return dns.addresses(domain)
        .thenApply(
            found ->
                switch (found.answer()) {
                  case Answer.Records<String> records ->
                      site(domain, List.of(new Exchanger(0, domain)), List.of(found), ttl);
                  case Answer.None<String> none -> nowhere(domain, ttl);
                  case Answer.NoSuchName<String> noSuchName -> nowhere(domain, ttl);
                  case Answer.Failed<String>(String reason) ->
                      new Found<Route>(
                          new Route.Unresolved("address lookup of " + domain + ": " + reason),
                          SHORTEST);
                });
  }

  private static Found<Route> nowhere(String domain, Duration ttl) {
    return new Found<>(
        new Route.Undeliverable(
            "5.1.2",
            "the domain " + domain + " has neither a mail server nor an address",
            BounceClass.BadDomain),
        ttl);
  }

  private Found<Route> site(
      String domain, List<Exchanger> exchangers, List<Found<Answer<String>>> found, Duration ttl) {
    List<Host> hosts = new ArrayList<>();
    String trouble = "none of its mail servers has an address";
    Duration shortest = ttl;
    for (int i = 0; i < exchangers.size(); i++) {
      Exchanger exchanger = exchangers.get(i);
      String name = exchanger.host();
      if (found.get(i).ttl().compareTo(shortest) < 0) {
        shortest = found.get(i).ttl();
      }
      switch (found.get(i).answer()) {
        case Answer.Records<String>(List<String> addresses) ->
            addresses.forEach(
                address -> hosts.add(new Host(exchanger.preference(), name, address, port)));
        case Answer.Failed<String>(String reason) ->
            trouble = "address lookup of " + name + ": " + reason;
        case Answer.None<String> none -> {}
        case Answer.NoSuchName<String> noSuchName -> {}
      }
    }
    // Exchangers without an address are most often a mistake that somebody is about to mend.
    return hosts.isEmpty()
        ? new Found<>(new Route.Unresolved(domain + ": " + trouble), SHORTEST)
        : new Found<>(new Route.Site(domain, hosts), shortest);
  }

  private static CompletionStage<Found<Route>> certain(Route route, Duration ttl) {
    return CompletableFuture.completedStage(new Found<>(route, ttl));
  }
}
