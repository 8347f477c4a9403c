package dev.nameplate.server.bench;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a steel works makes, in numbers: heats become slabs, slabs coils, and so on, level by level.
 * Each item has a level and a number, and process {@code p} of a level takes the next {@code mixed}
 * items of the level above and makes {@code fanOut} items of each. So what an item was made from,
 * and what was made from it, follows from its number: see {@link LineageAnswers}. What happens is
 * told by {@link LineageEvents}. Immutable.
 *
 * @param prefix under which all items stand, and by which all events are recorded
 * @param seed decides which processes are in trouble
 * @param heats how many items there are on level 0
 * @param levels those below, one or more
 * @param itemsAnEvent the most items that an event names, 2 or more; a process of more is told in
 *     several events
 * @param crate how many items of the last level are packed in a crate, which is then shipped; 0:
 *     none
 * @param trouble what goes wrong
 */
record LineagePlan(
    Prefix prefix,
    long seed,
    long heats,
    List<Level> levels,
    int itemsAnEvent,
    int crate,
    Trouble trouble) {
  /** To how many dealers crates are shipped. */
  static final int DEALERS = 7;

  /** The unit of all quantities. */
  static final String UNIT = "KGM";

  /** What a process uses for what it makes: its yield is the reciprocal. */
  static final BigDecimal USED_FOR_MADE = new BigDecimal("1.02");

  private static final BigDecimal LAST_WEIGHT = new BigDecimal("10.5");
  private static final int DEFAULT_ITEMS_AN_EVENT = 1000;
  private static final long ODD = 0x9E3779B97F4A7C15L;

  /**
   * A level.
   *
   * @param word in the names of its items
   * @param fanOut how many are made of each item of the level above, 1 or more
   * @param mixed how many of the level above one process takes, 1 or more: more than one is
   *     commingling
   */
  record Level(String word, int fanOut, int mixed) {}

  /**
   * How many processes are in trouble: one in so many; 0 means none.
   *
   * @param late recorded after everything else of their campaign
   * @param withdrawn first recorded with a false input, which is withdrawn
   * @param reworked of which the first thing made is made into what it came from again; only on
   *     levels that do not mix
   * @param skewed dated two hours too early
   */
  record Trouble(int late, int withdrawn, int reworked, int skewed) {
    static final Trouble NONE = new Trouble(0, 0, 0, 0);
  }

  /** Copies the levels, and checks that the mixes come out even. */
  LineagePlan {
    levels = List.copyOf(levels);
    long items = heats;
    for (Level level : levels) {
      if (items % level.mixed() != 0) {
        throw new IllegalArgumentException(
            "heats: %d (expected: so many that %s are made of all)".formatted(heats, level.word()));
      }
      items *= level.fanOut();
    }
  }

  /** Heats, slabs, coils, slit coils and panels, without trouble. */
  static LineagePlan steel(Prefix prefix, long heats, int slabs, int coils, int slits, int panels) {
    return new LineagePlan(
        prefix,
        1,
        heats,
        List.of(
            new Level("SLAB", slabs, 1),
            new Level("COIL", coils, 1),
            new Level("SLIT", slits, 1),
            new Level("PANEL", panels, 1)),
        DEFAULT_ITEMS_AN_EVENT,
        0,
        Trouble.NONE);
  }

  /** The same with other levels. */
  LineagePlan levels(List<Level> other) {
    return new LineagePlan(prefix, seed, heats, other, itemsAnEvent, crate, trouble);
  }

  /** The same with a level that mixes. */
  LineagePlan mixing(int level, int mixed) {
    List<Level> other = new ArrayList<>(levels);
    Level before = other.get(level - 1);
    other.set(level - 1, new Level(before.word(), before.fanOut(), mixed));
    return levels(other);
  }

  /** The same with at most so many items an event. */
  LineagePlan itemsAnEvent(int most) {
    return new LineagePlan(prefix, seed, heats, levels, most, crate, trouble);
  }

  /** The same, packed in crates and shipped. */
  LineagePlan crated(int items) {
    return new LineagePlan(prefix, seed, heats, levels, itemsAnEvent, items, trouble);
  }

  /** The same in trouble. */
  LineagePlan trouble(long otherSeed, Trouble other) {
    return new LineagePlan(prefix, otherSeed, heats, levels, itemsAnEvent, crate, other);
  }

  /** The number of the last level; that of the heats is 0. */
  int last() {
    return levels.size();
  }

  /** How many items a level has. */
  long count(int level) {
    return heats * fanOut(0, level);
  }

  /** How many items of all levels there are, without crates. */
  long items() {
    long items = 0;
    for (int level = 0; level <= last(); level++) {
      items += count(level);
    }
    return items;
  }

  /** How many processes make the items of a level, 1 or below. */
  long processes(int level) {
    return count(level - 1) / mixed(level);
  }

  int mixed(int level) {
    return levels.get(level - 1).mixed();
  }

  /** How many items one process of a level makes. */
  int made(int level) {
    return mixed(level) * levels.get(level - 1).fanOut();
  }

  /** How many items of a level were made of one of a level above. */
  long fanOut(int above, int level) {
    long product = 1;
    for (int i = above; i < level; i++) {
      product *= levels.get(i).fanOut();
    }
    return product;
  }

  /** How many heats, from the first one of a campaign on, have no process in common with others. */
  long campaign() {
    long together = 1;
    while (!isClosed(together)) {
      together++;
    }
    return together;
  }

  private boolean isClosed(long together) {
    for (int level = 1; level <= last(); level++) {
      if (together * fanOut(0, level - 1) % mixed(level) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The name of an item. */
  ItemId item(int level, long number) {
    return named(level == 0 ? "HEAT" : levels.get(level - 1).word(), number);
  }

  /** The name of a crate. */
  ItemId crate(long number) {
    return named("CRATE", number);
  }

  /** Who gets a crate. */
  String dealer(long crate) {
    return "DEALER-" + crate % DEALERS;
  }

  private ItemId named(String word, long number) {
    return ItemId.of(Identifier.parse("%s/%s-%08d".formatted(prefix, word, number)));
  }

  /** What an item of a level weighs. */
  BigDecimal weight(int level) {
    return LAST_WEIGHT
        .multiply(BigDecimal.valueOf(fanOut(level, last())))
        .multiply(USED_FOR_MADE.pow(last() - level));
  }

  boolean isLate(int level, long process) {
    return hits(trouble.late(), 1, level, process);
  }

  /** Whether a process is first recorded with a false input; never the only one of its level. */
  boolean isWithdrawn(int level, long process) {
    return processes(level) > 1 && hits(trouble.withdrawn(), 2, level, process);
  }

  boolean isReworked(int level, long process) {
    return mixed(level) == 1 && hits(trouble.reworked(), 3, level, process);
  }

  boolean isSkewed(int level, long process) {
    return hits(trouble.skewed(), 4, level, process);
  }

  private boolean hits(int oneIn, int what, int level, long process) {
    long mixed = (((seed * 31 + what) * 31 + level) * ODD + process) * ODD;
    return oneIn > 0 && (((mixed ^ (mixed >>> 29)) * ODD) >>> 33) % oneIn == 0;
  }
}
