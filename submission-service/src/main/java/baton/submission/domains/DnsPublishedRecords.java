package baton.submission.domains;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/**
 * The DNS as dnsjava asks it, without a cache: who has just published a record wants it seen. The
 * servers are those of {@code baton.dns-servers}, else the operating system's.
 */
@Singleton
class DnsPublishedRecords implements PublishedRecords {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Resolver resolver;

  DnsPublishedRecords(@ConfigProperty(name = "baton.dns-servers") Optional<List<String>> servers) {
    this.resolver = resolver(servers.orElse(List.of()));
    this.resolver.setTimeout(PATIENCE);
  }

  @Override
  public Uni<List<String>> find(Type type, String name) {
    int number = number(type);
    Record question;
    try {
      question = Record.newRecord(Name.fromString(name + "."), number, DClass.IN);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(name + " is no name for the DNS", e);
    }
    return Uni.createFrom()
        .completionStage(() -> resolver.sendAsync(Message.newQuery(question)))
        .onFailure()
        .transform(_ -> new DnsUnavailableException("no DNS server answered for " + name))
        .map(answer -> read(name, number, answer));
  }

  private static List<String> read(String name, int type, Message answer) {
    return switch (answer.getRcode()) {
      case Rcode.NXDOMAIN -> List.of();
      case Rcode.NOERROR ->
          answer.getSection(Section.ANSWER).stream()
              .filter(record -> record.getType() == type)
              .map(DnsPublishedRecords::value)
              .toList();
      default ->
          throw new DnsUnavailableException(
              "the DNS answered " + Rcode.string(answer.getRcode()) + " for " + name);
    };
  }

  private static int number(Type type) {
    return switch (type) {
      case TXT -> org.xbill.DNS.Type.TXT;
      case MX -> org.xbill.DNS.Type.MX;
      case CNAME -> org.xbill.DNS.Type.CNAME;
      case A -> org.xbill.DNS.Type.A;
      case AAAA -> org.xbill.DNS.Type.AAAA;
    };
  }

  private static String value(Record record) {
    return switch (record) {
      case TXTRecord txt -> joined(txt);
      case MXRecord mx -> mx.getPriority() + " " + plain(mx.getTarget());
      case CNAMERecord alias -> plain(alias.getTarget());
      default -> record.rdataToString();
    };
  }

  private static String plain(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  /** RFC 6376 section 3.6.2.2: the strings of one record are joined without blanks. */
  private static String joined(TXTRecord record) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : record.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static Resolver resolver(List<String> servers) {
    if (servers.isEmpty()) {
      return new ExtendedResolver();
    }
    List<Resolver> each = new ArrayList<>();
    for (String server : servers) {
      each.add(new SimpleResolver(address(server.strip())));
    }
    return new ExtendedResolver(each);
  }

  private static InetSocketAddress address(String server) {
    int colon = server.lastIndexOf(':');
    try {
      int port = Integer.parseInt(server.substring(colon + 1));
      String host = colon > 0 ? server.substring(0, colon) : "";
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (colon > 0 && !address.isUnresolved()) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // Said below, as for a host that is not known.
    }
    throw new IllegalArgumentException(
        "baton.dns-servers: " + server + " is not HOST:PORT of a DNS server");
  }
}
