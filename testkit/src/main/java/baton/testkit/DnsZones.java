package baton.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a {@link DnsServer} knows, and the answers that follow from it (RFC 1034, 2308). */
final class DnsZones {
  private static final int LONGEST_ALIAS_CHAIN = 8;
  private static final int UDP_ROOM = 1232;

  private final Set<Name> zones = ConcurrentHashMap.newKeySet();
  private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();

  void know(Name zone) {
    zones.add(zone);
  }

  void add(Record record) {
    Name name = record.getName().canonicalize();
    if (zoneOf(name).isEmpty()) {
      // labels() counts the root as one.
      know(name.labels() <= 3 ? name : new Name(name, name.labels() - 3));
    }
    records.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(record);
  }

  void remove(Name name) {
    records.remove(name);
  }

  Message answer(Message query, long ttl) {
    Record question = query.getQuestion();
    Optional<Name> zone = zoneOf(question.getName().canonicalize());
    if (zone.isEmpty()) {
      return reply(query, Rcode.REFUSED);
    }
    Message answer = reply(query, Rcode.NOERROR);
    answer.getHeader().setFlag(Flags.AA);
    Name name = question.getName().canonicalize();
    for (int step = 0; step < LONGEST_ALIAS_CHAIN; step++) {
      List<Record> found = find(name, question.getType());
      found.forEach(record -> answer.addRecord(record, Section.ANSWER));
      if (found.size() == 1
          && found.getFirst() instanceof CNAMERecord alias
          && question.getType() != Type.CNAME) {
        name = alias.getTarget().canonicalize();
        continue;
      }
      if (found.isEmpty() && zoneOf(name).isPresent()) {
        answer.getHeader().setRcode(exists(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
        answer.addRecord(soa(zoneOf(name).get(), ttl), Section.AUTHORITY);
      }
      break;
    }
    return answer;
  }

  static Message reply(Message query, int rcode) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    if (query.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    // It stands for the resolver that the part under test would ask.
    reply.getHeader().setFlag(Flags.RA);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    if (query.getOPT() != null) {
      reply.addRecord(new OPTRecord(UDP_ROOM, 0, 0), Section.ADDITIONAL);
    }
    return reply;
  }

  /** Records of the type, or the alias that stands in their place. */
  private List<Record> find(Name name, int type) {
    List<Record> found = new ArrayList<>();
    for (Record record : records.getOrDefault(name, List.of())) {
      if (record.getType() == type || type == Type.ANY) {
        found.add(record);
      }
    }
    if (found.isEmpty()) {
      records.getOrDefault(name, List.of()).stream()
          .filter(CNAMERecord.class::isInstance)
          .forEach(found::add);
    }
    return found;
  }

  /** A name exists if it has a record, stands above one that has (RFC 8020), or is a zone's own. */
  private boolean exists(Name name) {
    return zones.contains(name)
        || records.keySet().stream().anyMatch(known -> known.subdomain(name));
  }

  private Optional<Name> zoneOf(Name name) {
    Name at = name;
    while (true) {
      if (zones.contains(at)) {
        return Optional.of(at);
      }
      if (at.labels() <= 1) {
        return Optional.empty();
      }
      at = new Name(at, 1);
    }
  }

  private static SOARecord soa(Name zone, long ttl) {
    return new SOARecord(zone, DClass.IN, ttl, zone, zone, 1, 3600, 600, 86_400, ttl);
  }
}
