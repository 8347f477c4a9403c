package dev.nameplate.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A small world in which a lot is packed, shipped, unpacked, used and counted, and what its people
 * write down of it. The world knows where every piece is: that is what accounts must find out from
 * the events alone.
 */
final class SplitWorld {
  static final String LOT = "https://id.gs1.org/01/06912345678903/10/PIECES";
  static final String MAKER = "88.118.40";

  private static final Instant BEGIN = Instant.parse("2026-04-01T06:00:00Z");
  private static final List<String> PARTIES = List.of(MAKER, "Dealer", "Shop A", "Shop B");
  private static final List<String> CRATES =
      List.of(
          "https://id.gs1.org/00/069123456789012342", "https://id.gs1.org/00/069123456789012359");
  private static final String TRUCK = "https://id.gs1.org/00/069123456789012366";

  private final Random random;
  private final boolean vague;
  private final Map<String, Integer> loose = new TreeMap<>();
  private final Map<String, Integer> crated = new TreeMap<>();
  private final Map<String, String> crateAt = new TreeMap<>();
  private final List<String> loaded = new ArrayList<>();

  /** Who writes down what one party ships to another: the same in each history. */
  private final Map<String, Integer> habits = new TreeMap<>();

  /** Deliveries that the giver wrote down. */
  private final Set<String> delivered = new HashSet<>();

  /** Receipts without a giver: a delivery of so much would pass for the other half. */
  private final Set<String> unnamed = new HashSet<>();

  /** How much passed on in crates: a receipt of so much would pass for what was in one. */
  private final Set<Integer> carried = new HashSet<>();

  /** How much passed on by itself: a crate with so much would pass for the same transfer. */
  private final Set<Integer> shipped = new HashSet<>();

  private final List<Event> events = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private String truckAt = MAKER;
  private int minute;

  /**
   * Lives through a history.
   *
   * @param vague whether amounts and givers are sometimes not written down
   */
  SplitWorld(long seed, int steps, boolean vague) {
    this.random = new Random(seed);
    this.vague = vague;
    PARTIES.forEach(party -> loose.put(party, 0));
    CRATES.forEach(crate -> crated.put(crate, 0));
    CRATES.forEach(crate -> crateAt.put(crate, MAKER));
    int made = 50 + random.nextInt(100);
    loose.put(MAKER, made);
    happens(new Created(pieces(made)));
    for (int step = 0; step < steps; step++) {
      step();
    }
    if (random.nextBoolean()) {
      Collections.shuffle(events, random); // written down late
    }
  }

  List<Event> events() {
    return events;
  }

  /** How many pieces are where: by holder, and by holder and crate. */
  Map<String, Integer> truth() {
    Map<String, Integer> truth = new TreeMap<>();
    loose.forEach((party, pieces) -> truth.put(party, pieces));
    crated.forEach((crate, pieces) -> truth.put(place(crate) + " in " + crate, pieces));
    truth.values().removeIf(pieces -> pieces == 0);
    return truth;
  }

  /** Pieces that passed on to a party, at the time of the last record of it. */
  record Arrival(String to, int pieces, Instant time) {}

  /** What passed on to whom. */
  List<Arrival> arrivals() {
    return arrivals;
  }

  private void arrived(String to, int pieces) {
    if (pieces > 0) {
      arrivals.add(new Arrival(to, pieces, BEGIN.plusSeconds(60L * (minute - 1))));
    }
  }

  private String place(String crate) {
    return loaded.contains(crate) ? truckAt : crateAt.getOrDefault(crate, MAKER);
  }

  private void step() {
    String party = any(PARTIES);
    String crate = any(CRATES);
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> ship(party, any(PARTIES));
      case 3 -> pack(crate);
      case 4 -> unpack(crate);
      case 5 -> carry(crate, any(PARTIES));
      case 6 -> {
        if (random.nextBoolean()) {
          load(crate);
        } else {
          drive(any(PARTIES));
        }
      }
      case 7 -> use();
      default -> count();
    }
  }

  private void ship(String from, String to) {
    int had = pieces(from);
    if (had == 0 || from.equals(to)) {
      return;
    }
    int sent = 1 + random.nextInt(had);
    if (carried.contains(sent) || unnamed.contains(to + sent)) {
      return;
    }
    shipped.add(sent);
    loose.merge(from, -sent, Integer::sum);
    loose.merge(to, sent, Integer::sum);
    List<EventItem> written = vague && random.nextInt(4) == 0 ? unsaid() : pieces(sent);
    boolean unlike = !delivered.contains(to + written); // else it would pass for a receipt of that
    String giver = vague && unlike && random.nextInt(6) == 0 ? "" : from;
    if (giver.isEmpty()) {
      unnamed.add(to + sent);
    }
    switch (habits.computeIfAbsent(from + to, any -> random.nextInt(4))) {
      case 0 -> transferred(written, from, to, Side.GIVEN);
      case 1 -> transferred(written, giver, to, Side.RECEIVED);
      case 2 -> transferred(written, from, to, Side.UNSAID);
      default -> {
        transferred(written, from, to, Side.GIVEN);
        transferred(written, from, to, Side.RECEIVED);
      }
    }
    arrived(to, sent);
  }

  private void pack(String crate) {
    int had = pieces(place(crate));
    if (had == 0 || !place(crate).equals(MAKER)) {
      return; // the only one who packs
    }
    int packed = 1 + random.nextInt(had);
    loose.merge(MAKER, -packed, Integer::sum);
    crated.merge(crate, packed, Integer::sum);
    happens(contained(crate, pieces(packed), Change.ENTER));
  }

  private void unpack(String crate) {
    int had = crated.getOrDefault(crate, 0);
    if (had == 0) {
      return;
    }
    boolean all = random.nextBoolean();
    int taken = all ? had : 1 + random.nextInt(had);
    crated.merge(crate, -taken, Integer::sum);
    loose.merge(place(crate), taken, Integer::sum);
    happens(contained(crate, all ? List.of() : pieces(taken), Change.LEAVE));
  }

  private void carry(String crate, String to) {
    boolean other = !shipped.contains(crated.getOrDefault(crate, 0));
    if (other && !loaded.contains(crate) && !to.equals(crateAt.get(crate))) {
      transferred(List.of(EventItem.of(crate)), place(crate), to, Side.UNSAID);
      crateAt.put(crate, to);
      arrived(to, crated.getOrDefault(crate, 0));
      carried.add(crated.getOrDefault(crate, 0));
    }
  }

  private void load(String crate) {
    if (loaded.remove(crate)) {
      crateAt.put(crate, truckAt);
      happens(contained(TRUCK, List.of(EventItem.of(crate)), Change.LEAVE));
    } else if (place(crate).equals(truckAt)) {
      loaded.add(crate);
      happens(contained(TRUCK, List.of(EventItem.of(crate)), Change.ENTER));
    }
  }

  private void drive(String to) {
    if (!to.equals(truckAt) && loaded.stream().map(crated::get).noneMatch(shipped::contains)) {
      transferred(List.of(EventItem.of(TRUCK)), truckAt, to, Side.UNSAID);
      truckAt = to;
      loaded.forEach(crate -> arrived(to, crated.getOrDefault(crate, 0)));
      loaded.forEach(crate -> carried.add(crated.getOrDefault(crate, 0)));
    }
  }

  private void use() {
    int had = pieces(MAKER);
    if (had > 0) {
      int used = 1 + random.nextInt(had);
      loose.merge(MAKER, -used, Integer::sum);
      happens(new Processed(pieces(used), List.of(EventItem.of("88.118.40/DISH-" + minute))));
    }
  }

  /** The maker counts what lies about; now and then some was eaten by mice. */
  private void count() {
    int here = pieces(MAKER);
    boolean mayCount = crated.keySet().stream().noneMatch(crate -> place(crate).equals(MAKER));
    if (here > 0 && mayCount && !vague) {
      int found = here - random.nextInt(here);
      loose.put(MAKER, found);
      happens(new Observed(pieces(found), List.of()), "stock_taking");
    }
  }

  private int pieces(String party) {
    return loose.getOrDefault(party, 0);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<EventItem> pieces(int count) {
    return List.of(EventItem.of(LOT, Integer.toString(count), "C62"));
  }

  private static List<EventItem> unsaid() {
    return List.of(EventItem.of(LOT));
  }

  private static Contained contained(String in, List<EventItem> what, Change change) {
    return new Contained(Optional.of(ItemId.parse(in)), what, change, Bond.PACKED);
  }

  private void transferred(List<EventItem> what, String from, String to, Side side) {
    if (side != Side.RECEIVED) {
      delivered.add(to + what);
    }
    happens(new Transferred(what, from, to, side, List.of()));
  }

  private void happens(Occurrence what) {
    happens(what, "");
  }

  private void happens(Occurrence what, String step) {
    Instant time = BEGIN.plusSeconds(60L * minute++);
    events.add(new Event(time, ZoneOffset.UTC, what, "", step, "", "", Optional.empty()));
  }
}
