package dev.nameplate.trace.balance;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.balance.Finding.Kind;
import dev.nameplate.trace.balance.LotLedger.Flow;
import dev.nameplate.trace.read.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a single thing: it can be used up once, is gone when it is retired, and can be given
 * away by its holder. Making it again (repair) brings it back.
 */
final class ThingLedger {
  /** The most parties that are remembered; the longest past givers are dropped. */
  private static final int MOST_PARTIES = 1024;

  private final Duration slack;
  private final BiConsumer<Kind, List<EventId>> found;
  private final Map<String, EventId> gaveItAway = new LinkedHashMap<>();
  private @Nullable Ending used;
  private @Nullable Ending retired;

  /** The end of the thing: the process, the event and the time. */
  private record Ending(String process, EventId id, Instant time) {}

  ThingLedger(Duration slack, BiConsumer<Kind, List<EventId>> found) {
    this.slack = slack;
    this.found = found;
  }

  /** Moves a part of the thing, which ends nothing. */
  void some(Flow flow, Event event, EventId id) {
    if (flow == Flow.MADE) {
      revive();
    } else if (flow != Flow.RECEIVED) {
      requireNotRetired(event, id);
    }
  }

  /** Moves the whole thing. */
  void all(Flow flow, Event event, EventId id) {
    some(flow, event, id);
    if (flow == Flow.USED) {
      String process = Told.process(event, id);
      if (used != null && !used.process.equals(process)) {
        found.accept(Kind.DOUBLE_SPEND, List.of(used.id, id));
      } else {
        used = new Ending(process, id, event.time());
      }
    } else if (flow == Flow.SCRAPPED && retired == null) {
      retired = new Ending("", id, event.time());
    }
  }

  private void revive() {
    used = null;
    retired = null;
  }

  private void requireNotRetired(Event event, EventId id) {
    if (retired != null && event.time().isAfter(retired.time.plus(slack))) {
      found.accept(Kind.USED_AFTER_RETIREMENT, List.of(retired.id, id));
    }
  }

  /** Transfers the whole thing. */
  void transferred(Transferred what, Prefix recorder, EventId id) {
    String from = what.from().isEmpty() ? recorder.toString() : what.from();
    if (what.side() != Side.RECEIVED) {
      EventId earlier = gaveItAway.put(from, id);
      if (earlier != null) {
        found.accept(Kind.SHIPPED_TWICE, List.of(earlier, id));
      }
      if (gaveItAway.size() > MOST_PARTIES) {
        gaveItAway.remove(gaveItAway.keySet().iterator().next());
      }
    }
    gaveItAway.remove(what.to());
  }
}
