package dev.nameplate.trace.recall;

import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.recall.OpenHalves.Half;
import dev.nameplate.trace.recall.OpenHalves.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The transfers in which a whole thing passed on. The other half of a transfer, told after the
 * thing had passed on again, does not bring it back.
 */
final class Handovers {
  private final PartyNames names;
  private final OpenHalves halves;
  private final List<Entry> passed = new ArrayList<>();
  private final Set<String> holders = new HashSet<>();
  private String holder = "";

  private Handovers(PartyNames names) {
    this.names = names;
    this.halves = new OpenHalves(names);
  }

  /** The handovers among some transfers, in the order of time. */
  static List<Entry> of(List<Entry> transfers) {
    if (transfers.size() <= 2) {
      return transfers; // two halves, or two transfers: it is where the second says
    }
    Handovers handovers = new Handovers(PartyNames.of(transfers));
    transfers.forEach(handovers::enter);
    return handovers.passed;
  }

  private void enter(Entry transfer) {
    Entry.Event event = transfer.event();
    names.learn(event, holders::contains);
    String from = event.giver();
    String to = event.receiver();
    Half half =
        new Half(Kind.NAMED, names.side(event), from, to, Entry.Amount.UNSAID, transfer.millis());
    boolean told = halves.pair(half, pair -> {});
    if (!told) {
      halves.expectOther(half);
    }
    if (!told || holder.isEmpty() || names.areSame(holder, to)) {
      passed.add(transfer);
      holder = to;
      holders.add(from);
      holders.add(to);
    }
  }
}
