package baton.delivery.intake;

import baton.delivery.QueuedMessage;
import baton.delivery.deferral.DeferredStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Looks once a second for deferred mail whose time has come, and at once again while there is some.
 */
final class DueRows {

  private static final Logger LOG = Logger.getLogger(DueRows.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int MOST = 100;

  private final Tenures tenures;
  private final Load load;
  private final DeferredStore deferred;
  private final InstantSource clock;
  private final Consumer<Signal> signals;
  private boolean asking;
  private Instant next = Instant.MIN;
  private Instant seekNotBefore = Instant.MIN;

  DueRows(
      Tenures tenures,
      Load load,
      DeferredStore deferred,
      InstantSource clock,
      Consumer<Signal> signals) {
    this.tenures = tenures;
    this.load = load;
    this.deferred = deferred;
    this.clock = clock;
    this.signals = signals;
  }

  /** One question at a time: what an older answer says of a row would be out of date. */
  void work(int partitions) {
    if (!asking && !seek(partitions)) {
      ask(partitions);
    }
  }

  /** Looks for what is to be taken back; whether there was any. */
  private boolean seek(int partitions) {
    Map<Tenure, Set<UUID>> asked = new HashMap<>();
    Set<UUID> ids = new HashSet<>();
    for (Tenure tenure : tenures.all()) {
      if (!tenure.leaving) {
        List<UUID> ripe =
            tenure.cancellations.ripe(tenure.position, tenure.inHand::contains, MOST - ids.size());
        if (!ripe.isEmpty()) {
          asked.put(tenure, Set.copyOf(ripe));
          ids.addAll(ripe);
        }
      }
    }
    if (ids.isEmpty() || clock.instant().isBefore(seekNotBefore)) {
      return false;
    }
    asking = true;
    deferred
        .seek(tenures.claimable(), partitions, ids)
        .whenComplete(
            (found, failure) ->
                signals.accept(
                    failure == null
                        ? new Signal.Sought(asked, found)
                        : new Signal.NotDue(failure)));
    return true;
  }

  /** Claims rows of what is to be taken back; returns them. What has none has ended. */
  List<QueuedMessage> sought(Map<Tenure, Set<UUID>> asked, DeferredStore.Sought found) {
    // The others have ended meanwhile; and these rows came without their content.
    List<QueuedMessage> claimed =
        due(found.rows().stream().filter(row -> tenures.takenBack(row)).toList());
    Set<UUID> there = new HashSet<>();
    found.rows().forEach(row -> there.add(row.id()));
    asked.forEach(
        (tenure, ids) -> {
          if (tenures.of(tenure.partition) == tenure) {
            ids.stream().filter(id -> !there.contains(id)).forEach(id -> tenures.ended(tenure, id));
          }
        });
    return claimed;
  }

  private void ask(int partitions) {
    Instant now = clock.instant();
    int limit = Math.min(MOST, load.room());
    Map<Integer, Long> owned = tenures.claimable();
    if (limit <= 0 || owned.isEmpty() || now.isBefore(next)) {
      return;
    }
    asking = true;
    next = now.plus(PERIOD);
    deferred
        .due(owned, partitions, now, limit, load.roomBytes(), tenures.rowsUnderWay())
        .whenComplete(
            (rows, failure) ->
                signals.accept(
                    failure == null ? new Signal.Due(rows) : new Signal.NotDue(failure)));
  }

  /** Claims rows; returns those that are to be delivered. */
  List<QueuedMessage> due(List<QueuedMessage> rows) {
    asking = false;
    if (!rows.isEmpty()) {
      next = Instant.MIN;
    }
    List<QueuedMessage> claimed = new ArrayList<>();
    for (QueuedMessage row : rows) {
      Tenure tenure = tenures.of(row);
      if (tenure != null && !tenure.leaving && !tenure.rowsUnderWay.contains(row.id())) {
        tenures.started(tenure, row);
        claimed.add(row);
      }
    }
    return claimed;
  }

  void notDue(Throwable cause) {
    asking = false;
    seekNotBefore = clock.instant().plus(PERIOD);
    LOG.warnf("deferred mail waits reason=%s", cause);
  }
}
