package baton.delivery.dns;

import baton.delivery.routing.MailExchangers;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks the DNS through dnsjava, which follows CNAMEs and never blocks. */
public final class DnsjavaMailExchangers implements MailExchangers {

  /** How long "no such name" and "no such record" are kept: no SOA reaches us through dnsjava. */
  private static final Duration NEGATIVE = Duration.ofMinutes(1);

  private static final Duration NOT_AT_ALL = Duration.ZERO;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LookupSession session;
  private final BiConsumer<String, String> observer;

  /**
   * Asks the given servers.
   *
   * @param servers {@code HOST:PORT} or {@code HOST}; none for those of the system
   * @param observer is told type and outcome of each lookup
   * @throws UnknownHostException where a server's name cannot be resolved
   */
  public DnsjavaMailExchangers(List<String> servers, BiConsumer<String, String> observer)
      throws UnknownHostException {
    this.session = LookupSession.builder().resolver(resolver(servers)).build();
    this.observer = observer;
  }

  private static Resolver resolver(List<String> servers) throws UnknownHostException {
    if (servers.isEmpty()) {
      ExtendedResolver resolver = new ExtendedResolver();
      resolver.setTimeout(PATIENCE);
      return resolver;
    }
    List<Resolver> resolvers = new ArrayList<>();
    for (String server : servers) {
      int colon = server.lastIndexOf(':');
      boolean withPort = colon > 0 && server.indexOf(':') == colon || server.contains("]:");
      String host = withPort ? server.substring(0, colon) : server;
      SimpleResolver resolver = new SimpleResolver(host.replaceAll("[\\[\\]]", ""));
      if (withPort) {
        resolver.setPort(Integer.parseInt(server.substring(colon + 1)));
      }
      resolver.setTimeout(PATIENCE);
      resolvers.add(resolver);
    }
    ExtendedResolver all = new ExtendedResolver(resolvers);
    all.setRetries(2);
    return all;
  }

  @Override
  public CompletionStage<Found<Answer<Exchanger>>> exchangers(String domain) {
    return lookup(
        domain,
        Type.MX,
        record -> {
          MXRecord mx = (MXRecord) record;
          return new Exchanger(mx.getPriority(), text(mx.getTarget()));
        });
  }

  @Override
  public CompletionStage<Found<Answer<String>>> addresses(String host) {
    CompletionStage<Found<Answer<String>>> four =
        lookup(host, Type.A, record -> ((ARecord) record).getAddress().getHostAddress());
    CompletionStage<Found<Answer<String>>> six =
        lookup(host, Type.AAAA, record -> ((AAAARecord) record).getAddress().getHostAddress());
    return four.thenCombine(six, DnsjavaMailExchangers::both);
  }

  /** Addresses of one family suffice; only where there are none does the trouble count. */
  private static Found<Answer<String>> both(Found<Answer<String>> four, Found<Answer<String>> six) {
    List<String> addresses = new ArrayList<>();
    Duration ttl = four.ttl().compareTo(six.ttl()) < 0 ? four.ttl() : six.ttl();
    for (Found<Answer<String>> found : List.of(four, six)) {
      if (found.answer() instanceof Answer.Records<String>(List<String> records)) {
        addresses.addAll(records);
      }
    }
    if (!addresses.isEmpty()) {
      return new Found<>(new Answer.Records<>(List.copyOf(addresses)), ttl);
    }
    return six.answer() instanceof Answer.Failed<String> ? six : four;
  }

  private <T> CompletionStage<Found<Answer<T>>> lookup(
      String name, int type, Function<Record, T> reader) {
    Name absolute;
    try {
      absolute = Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      return java.util.concurrent.CompletableFuture.completedStage(
          new Found<>(new Answer.NoSuchName<>(), NEGATIVE));
    }
    return session
        .lookupAsync(absolute, type, DClass.IN)
        .handle(
            (result, failure) -> {
              Found<Answer<T>> found = failure == null ? read(result, reader) : read(failure);
              observer.accept(Type.string(type), outcome(found.answer()));
              return found;
            });
  }

  private static <T> Found<Answer<T>> read(LookupResult result, Function<Record, T> reader) {
    List<Record> records = result.getRecords();
    if (records.isEmpty()) {
      return new Found<>(new Answer.None<>(), NEGATIVE);
    }
    long ttl = records.stream().mapToLong(Record::getTTL).min().orElse(0);
    return new Found<>(
        new Answer.Records<>(records.stream().map(reader).toList()), Duration.ofSeconds(ttl));
  }

  private static <T> Found<Answer<T>> read(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case NoSuchDomainException e -> new Found<>(new Answer.NoSuchName<>(), NEGATIVE);
      case NoSuchRRSetException e -> new Found<>(new Answer.None<>(), NEGATIVE);
      case LookupFailedException e -> new Found<>(new Answer.Failed<>(reason(e)), NOT_AT_ALL);
      default -> new Found<>(new Answer.Failed<>(reason(cause)), NOT_AT_ALL);
    };
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String outcome(Answer<?> answer) {
    return switch (answer) {
      case Answer.Records<?> records -> "found";
      case Answer.None<?> none -> "none";
      case Answer.NoSuchName<?> noSuchName -> "nxdomain";
      case Answer.Failed<?> failed -> "failed";
    };
  }

  /** Lower case, no final dot; empty for the root, which is what a null MX names. */
  private static String text(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT).replaceFirst("^\\.$", "");
  }
}
