package dev.nameplate.trace;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.Members;
import dev.nameplate.trace.TraceStep.Total;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts and sums of what a walk shows. Used by one thread. */
final class Tally {
  private static final Comparator<Account> BY_PARTY_AND_UNIT =
      Comparator.comparing(Account::party).thenComparing(Account::unit);

  private final Direction direction;
  private final Map<Account, Sum> sums = new TreeMap<>(BY_PARTY_AND_UNIT);
  private long items;
  private long events;
  private long holes;

  /** Of whom, and in which unit. */
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
      sum(brought.row(), members(brought.row()).unit(brought.index())).items++;
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
        Sum sum = sum(row, members.unit(i));
        sum.amount = sum.amount.add(members.amount(i));
      }
    }
  }

  private Members members(EventRow row) {
    return direction == Direction.DOWNSTREAM ? row.outputs() : row.inputs();
  }

  private Sum sum(EventRow row, String unit) {
    return sums.computeIfAbsent(new Account(row.recorder(), unit), account -> new Sum());
  }

  /** Counts what another node shows. */
  void add(TraceStep step) {
    if (step instanceof TraceStep.Item) {
      items++;
    } else if (step instanceof TraceStep.Deed) {
      events++;
    } else if (step instanceof TraceStep.Hole) {
      holes++;
    } else if (step instanceof TraceStep.Summary summary && summary.last()) {
      summary.totals().forEach(this::add);
    }
  }

  private void add(Total total) {
    Sum sum = sums.computeIfAbsent(new Account(total.party(), total.unit()), account -> new Sum());
    sum.amount = sum.amount.add(total.amount());
    sum.items += total.items();
  }

  /** What was counted so far. */
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
