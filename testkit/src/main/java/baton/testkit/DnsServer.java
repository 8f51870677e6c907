package baton.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * A name server on 127.0.0.1, the same port for UDP and TCP, that knows what a test tells it. A
 * record makes its zone known (the last two labels of its name; {@link #zone} for others). Inside a
 * known zone an unknown name is NXDOMAIN and an unknown type an empty answer, both with the zone's
 * SOA; outside, every question is refused. Names may be given with or without the final dot.
 */
public final class DnsServer implements AutoCloseable {
  private static final int ATTEMPTS_FOR_A_COMMON_PORT = 20;

  /** What the server does with a name, in place of answering from its zones. */
  private enum Fault {
    SERVFAIL,
    REFUSED,
    SILENCE
  }

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final DnsZones zones = new DnsZones();
  private final Map<Name, Fault> faults = new ConcurrentHashMap<>();
  private final List<Query> queries = new CopyOnWriteArrayList<>();
  private volatile long ttl = 300;

  /**
   * A question that arrived.
   *
   * @param name lower case, without the final dot
   * @param type such as {@code MX}
   * @param transport {@code udp} or {@code tcp}
   */
  public record Query(String name, String type, String transport) {}

  private DnsServer(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
    Thread.ofVirtual().name("dns-udp").start(this::serveUdp);
    Thread.ofVirtual().name("dns-tcp").start(this::serveTcp);
  }

  /** Starts a server that knows nothing yet, on a free port. */
  public static DnsServer start() {
    for (int attempt = 1; ; attempt++) {
      ServerSocket tcp = null;
      try {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        tcp = new ServerSocket(0, 50, loopback);
        return new DnsServer(
            tcp, new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort())));
      } catch (IOException e) {
        closeQuietly(tcp);
        if (attempt == ATTEMPTS_FOR_A_COMMON_PORT) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Port of both transports. */
  public int port() {
    return tcp.getLocalPort();
  }

  /** {@code 127.0.0.1:port}, as {@code BATON_DNS_SERVERS} wants it. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** Time to live in seconds of the records added from here on; 300 unless told. */
  public DnsServer ttl(long seconds) {
    ttl = seconds;
    return this;
  }

  /** Makes a zone known, even without a record. */
  public DnsServer zone(String zone) {
    zones.know(name(zone));
    return this;
  }

  /** A mail exchanger; several with one name are all answered. */
  public DnsServer mx(String domain, int preference, String host) {
    return add(new MXRecord(name(domain), DClass.IN, ttl, preference, name(host)));
  }

  /** "This domain takes no mail" (RFC 7505). */
  public DnsServer nullMx(String domain) {
    return mx(domain, 0, ".");
  }

  /** IPv4 addresses. */
  public DnsServer a(String host, String... addresses) {
    for (String address : addresses) {
      add(new ARecord(name(host), DClass.IN, ttl, literal(address)));
    }
    return this;
  }

  /** IPv6 addresses. */
  public DnsServer aaaa(String host, String... addresses) {
    for (String address : addresses) {
      add(new AAAARecord(name(host), DClass.IN, ttl, literal(address)));
    }
    return this;
  }

  /** One TXT record; a text longer than 255 octets is cut into strings, as DKIM keys are. */
  public DnsServer txt(String name, String text) {
    List<String> strings = Arrays.asList(text.split("(?<=\\G.{255})"));
    return add(new TXTRecord(name(name), DClass.IN, ttl, strings));
  }

  /** An alias. */
  public DnsServer cname(String alias, String target) {
    return add(new CNAMERecord(name(alias), DClass.IN, ttl, name(target)));
  }

  /** Any other record. */
  public DnsServer add(Record record) {
    zones.add(record);
    return this;
  }

  /** Forgets all records of a name, so that it is NXDOMAIN unless it stands above others. */
  public DnsServer remove(String name) {
    zones.remove(name(name));
    return this;
  }

  /** From now on every question about the name is answered SERVFAIL. */
  public DnsServer servfail(String name) {
    faults.put(name(name), Fault.SERVFAIL);
    return this;
  }

  /** From now on every question about the name is answered REFUSED. */
  public DnsServer refuse(String name) {
    faults.put(name(name), Fault.REFUSED);
    return this;
  }

  /** From now on no question about the name is answered at all. */
  public DnsServer drop(String name) {
    faults.put(name(name), Fault.SILENCE);
    return this;
  }

  /** Ends {@link #servfail}, {@link #refuse} or {@link #drop} for the name. */
  public DnsServer recover(String name) {
    faults.remove(name(name));
    return this;
  }

  /** Every question so far, in the order of arrival. */
  public List<Query> queries() {
    return List.copyOf(queries);
  }

  /**
   * How often a question came.
   *
   * @param type such as {@code MX}
   */
  public long queries(String name, String type) {
    String wanted = plain(name(name));
    return queries.stream().filter(q -> q.name().equals(wanted) && q.type().equals(type)).count();
  }

  /** Stops answering. */
  @Override
  public void close() {
    closeQuietly(tcp);
    udp.close();
  }

  private void serveUdp() {
    byte[] buffer = new byte[65_535];
    while (!udp.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(buffer, buffer.length);
        udp.receive(question);
        byte[] wire = Arrays.copyOf(buffer, question.getLength());
        Message query = new Message(wire);
        Message answer = answer(query, "udp");
        if (answer != null) {
          int room = query.getOPT() == null ? 512 : Math.max(512, query.getOPT().getPayloadSize());
          byte[] reply = answer.toWire(room);
          udp.send(new DatagramPacket(reply, reply.length, question.getSocketAddress()));
        }
      } catch (WireParseException e) {
        // Not a DNS message: a server says nothing to that.
        continue;
      } catch (IOException e) {
        if (udp.isClosed()) {
          return;
        }
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket connection = tcp.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        var in = new DataInputStream(connection.getInputStream());
        var out = new DataOutputStream(connection.getOutputStream())) {
      while (true) {
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        Message answer = answer(new Message(wire), "tcp");
        if (answer != null) {
          byte[] reply = answer.toWire();
          out.writeShort(reply.length);
          out.write(reply);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The client has heard enough and went.
      return;
    }
  }

  private @Nullable Message answer(Message query, String transport) {
    Record question = query.getQuestion();
    if (question == null) {
      return null;
    }
    Name name = question.getName().canonicalize();
    queries.add(new Query(plain(name), Type.string(question.getType()), transport));
    return switch (faults.get(name)) {
      case SERVFAIL -> DnsZones.reply(query, Rcode.SERVFAIL);
      case REFUSED -> DnsZones.reply(query, Rcode.REFUSED);
      case SILENCE -> null;
      case null -> zones.answer(query, ttl);
    };
  }

  private static String plain(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root).canonicalize();
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a domain name: " + text, e);
    }
  }

  private static InetAddress literal(String address) {
    return InetAddress.ofLiteral(address);
  }

  private static void closeQuietly(@Nullable ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // A listening socket holds nothing that could be lost.
      return;
    }
  }
}
