package baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {
  private final DnsServer dns =
      DnsServer.start()
          .mx("example.test", 10, "mx1.example.test")
          .mx("example.test", 20, "mx2.example.test")
          .a("mx1.example.test", "127.0.0.1", "127.0.0.2")
          .aaaa("mx1.example.test", "::1")
          .cname("alias.example.test", "mx1.example.test")
          .nullMx("silent.test");

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void answersEveryRecordOfANameAndCountsTheQuestions() throws IOException {
    Message answer = ask("EXAMPLE.test", Type.MX);
    assertThat(answer.getSection(Section.ANSWER))
        .extracting(record -> record.rdataToString().toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrder("10 mx1.example.test.", "20 mx2.example.test.");
    assertThat(ask("mx1.example.test", Type.A).getSection(Section.ANSWER)).hasSize(2);
    assertThat(ask("mx1.example.test", Type.AAAA).getSection(Section.ANSWER)).hasSize(1);
    assertThat(dns.queries("example.test.", "MX")).isOne();
    assertThat(dns.queries()).hasSize(3);
  }

  @Test
  void distinguishesNoSuchNameNoSuchTypeAndNotMyZone() throws IOException {
    Message noName = ask("nobody.example.test", Type.A);
    assertThat(noName.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(noName.getSection(Section.AUTHORITY).getFirst().getType()).isEqualTo(Type.SOA);
    Message noType = ask("mx2.example.test", Type.A);
    assertThat(noType.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(ask("example.test", Type.TXT).getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(ask("example.org", Type.MX).getRcode()).isEqualTo(Rcode.REFUSED);
  }

  @Test
  void followsAliases() throws IOException {
    assertThat(ask("alias.example.test", Type.A).getSection(Section.ANSWER))
        .extracting(Record::getType)
        .containsExactly(Type.CNAME, Type.A, Type.A);
  }

  @Test
  void saysNullMx() throws IOException {
    assertThat(ask("silent.test", Type.MX).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly("0 .");
  }

  @Test
  void sendsOverTcpWhatUdpHasNoRoomFor() throws IOException {
    dns.txt("big.example.test", "k".repeat(3_000));
    assertThat(ask("big.example.test", Type.TXT).getSection(Section.ANSWER)).hasSize(1);
    assertThat(dns.queries()).extracting(DnsServer.Query::transport).containsExactly("udp", "tcp");
  }

  @Test
  void failsAndFallsSilentOnDemand() throws IOException {
    dns.servfail("example.test");
    assertThat(ask("example.test", Type.MX).getRcode()).isEqualTo(Rcode.SERVFAIL);
    dns.recover("example.test");
    assertThat(ask("example.test", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
    dns.drop("mx1.example.test");
    assertThatThrownBy(() -> ask("mx1.example.test", Type.A)).isInstanceOf(IOException.class);
    assertThat(dns.queries("mx1.example.test", "A")).isPositive();
  }

  @Test
  void givesRecordsTheTimeToLiveItWasTold() throws IOException {
    dns.ttl(7).a("short.example.test", "127.0.0.9");
    assertThat(ask("short.example.test", Type.A).getSection(Section.ANSWER).getFirst().getTTL())
        .isEqualTo(7);
    dns.remove("short.example.test");
    assertThat(ask("short.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  private Message ask(String name, int type) throws IOException {
    SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", dns.port()));
    resolver.setTimeout(Duration.ofMillis(500));
    return resolver.send(
        Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
  }
}
