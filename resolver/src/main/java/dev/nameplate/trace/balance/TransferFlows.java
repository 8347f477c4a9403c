package dev.nameplate.trace.balance;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.lineage.Recent;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.recall.OpenHalves;
import dev.nameplate.trace.recall.OpenHalves.Half;
import dev.nameplate.trace.recall.OpenHalves.Kind;
import dev.nameplate.trace.recall.PartyNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Amounts that transfers of a lot add to shipped and received. A record without a side covers both;
 * a record of the same transfer by the other side then adds nothing.
 */
final class TransferFlows {
  private static final int MOST_OPEN = 2048;

  private final PartyNames names = PartyNames.of(List.of());
  private final OpenHalves halves = new OpenHalves(names);
  private final Map<Half, Side> sides = new Recent<>(MOST_OPEN);

  /** The amounts added by a record. */
  record Added(BigDecimal shipped, BigDecimal received) {}

  Added add(Transferred what, String recorder, Quantity much, Instant time) {
    Entry.Event event =
        new Entry.Event(
            recorder,
            what.from(),
            what.to(),
            what.side(),
            Change.SEEN,
            Bond.PACKED,
            false,
            false,
            Entry.Event.NO_PARENT);
    Half half =
        new Half(
            Kind.NAMED,
            names.side(event),
            event.giver(),
            event.receiver(),
            new Entry.Amount(much.unit(), much.amount()),
            time.toEpochMilli());
    BigDecimal[] left = {much.amount(), much.amount()};
    halves.pair(half, pair -> leaveOut(pair, left));
    if (half.left().signum() > 0) {
      halves.expectOther(half);
      sides.put(half, what.side());
    }
    return new Added(left[0], left[1]);
  }

  private void leaveOut(OpenHalves.Pair pair, BigDecimal[] left) {
    Side said = sides.getOrDefault(pair.other(), Side.UNSAID);
    if (pair.sure() && said != Side.RECEIVED) {
      left[0] = left[0].subtract(pair.much());
    }
    if (pair.sure() && said != Side.GIVEN) {
      left[1] = left[1].subtract(pair.much());
    }
  }
}
