package dev.nameplate.trace.walk;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Total;
import dev.nameplate.trace.read.Moment;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts and sums of the steps of a walk. Used by one thread. */
final class Tally {
  private static final Comparator<Account> BY_PARTY_AND_UNIT =
      Comparator.comparing(Account::party).thenComparing(Account::unit);

  private final Direction direction;
  private final Map<Account, Sum> sums = new TreeMap<>(BY_PARTY_AND_UNIT);
  private long items;
  private long events;
  private long holes;

  // The last event of another node, which brings the items behind it.
  private @Nullable Prefix recorder;
  private final Map<ItemId, String> units = new HashMap<>();

  /** Group of amounts: a party and a unit. */
  private record Account(Prefix party, String unit) {}

  private static final class Sum {
    private BigDecimal amount = BigDecimal.ZERO;
    private long items;
  }

  Tally(Direction direction) {
    this.direction = direction;
  }

  void add(Move move) {
    if (move instanceof Move.Happened happened) {
      events++;
      if (happened.role() == TraceStep.Role.LINEAGE && happened.withdrawnBy().isEmpty()) {
        addAmounts(happened.row());
      }
    } else if (move instanceof Move.Brought brought) {
      items++;
      sum(brought.row().recorder(), members(brought.row()).unit(brought.index())).items++;
    } else if (move instanceof Move.Root) {
      items++;
    } else {
      holes++;
    }
  }

  private void addAmounts(EventRow row) {
    Members members = members(row);
    for (int i = 0; i < members.size(); i++) {
      if (!members.unit(i).isEmpty()) {
        Sum sum = sum(row.recorder(), members.unit(i));
        sum.amount = sum.amount.add(members.amount(i));
      }
    }
  }

  private Members members(EventRow row) {
    return Followed.far(row, direction);
  }

  private Sum sum(Prefix recorder, String unit) {
    return sums.computeIfAbsent(new Account(recorder, unit), account -> new Sum());
  }

  /** Counts steps of another node: events, each followed by its newly reached items, and holes. */
  void add(TraceStep step) {
    if (step instanceof TraceStep.Item item) {
      items++;
      if (recorder != null) {
        sum(recorder, units.getOrDefault(item.id(), "")).items++;
      }
    } else if (step instanceof TraceStep.Deed deed) {
      events++;
      if (deed.role() != TraceStep.Role.HISTORY) {
        add(deed);
      }
    } else if (step instanceof TraceStep.Hole) {
      holes++;
    }
  }

  private void add(TraceStep.Deed deed) {
    Prefix of = deed.event().value().recorder();
    recorder = of;
    units.clear();
    for (EventItem item :
        deed.event().value().event().map(this::members).orElse(List.<EventItem>of())) {
      units.putIfAbsent(item.id(), item.quantity().map(Quantity::unit).orElse(""));
      if (deed.role() == TraceStep.Role.LINEAGE && deed.verdict().withdrawnBy().isEmpty()) {
        item.quantity().ifPresent(much -> add(sum(of, much.unit()), much));
      }
    }
  }

  private static void add(Sum sum, Quantity much) {
    sum.amount = sum.amount.add(much.amount());
  }

  private List<EventItem> members(Event event) {
    return Followed.far(event.occurrence(), direction);
  }

  /** The summary so far. */
  TraceStep.Summary summary(Moment moment, boolean complete, boolean last) {
    List<Total> totals =
        sums.entrySet().stream()
            .map(
                entry ->
                    new Total(
                        entry.getKey().party(),
                        entry.getKey().unit(),
                        entry.getValue().amount,
                        entry.getValue().items))
            .toList();
    return new TraceStep.Summary(
        items, events, holes, totals, complete, last, moment.position(), moment.time());
  }
}
