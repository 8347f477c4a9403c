package dev.nameplate.server.bench;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of a steel works, in numbers: heats become slabs, slabs coils, and so on, level by
 * level. Each item has a level and a number, and process {@code p} of a level takes the next {@code
 * mixed} items of the level above and makes {@code fanOut} items of each. So ancestors and
 * descendants of an item follow from its number: see {@link LineageAnswers}. The events are made by
 * {@link LineageEvents}. Immutable.
 *
 * @param prefix prefix of all items, and recorder of all events
 * @param seed seed that selects the processes in trouble
 * @param heats number of items on level 0
 * @param levels the further levels, one or more
 * @param itemsAnEvent the most items that an event names, 2 or more; a larger process has several
 *     events
 * @param crate number of items of the last level in a crate, which is then shipped; 0 for no crates
 * @param trouble kinds and rates of trouble
 */
record LineagePlan(
    Prefix prefix,
    long seed,
    long heats,
    List<Level> levels,
    int itemsAnEvent,
    int crate,
    Trouble trouble) {
  /** Number of dealers that receive crates. */
  static final int DEALERS = 7;

  /** The unit of all quantities. */
  static final String UNIT = "KGM";

  /** Ratio of input to output of a process: its yield is the reciprocal. */
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
   * Rates of trouble: one process in that many; 0 for none.
   *
   * @param late recorded after all other events of their campaign
   * @param withdrawn first recorded with a false input, which is withdrawn
   * @param reworked whose first output is made into its input again; only on levels that do not mix
   * @param skewed dated two hours too early
   */
  record Trouble(int late, int withdrawn, int reworked, int skewed) {
    static final Trouble NONE = new Trouble(0, 0, 0, 0);
  }

  /** Copies the levels, and checks that the mixes divide evenly. */
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

  /** Copy of this plan with other levels. */
  LineagePlan levels(List<Level> other) {
    return new LineagePlan(prefix, seed, heats, other, itemsAnEvent, crate, trouble);
  }

  /** Copy of this plan with a level that mixes. */
  LineagePlan mixing(int level, int mixed) {
    List<Level> other = new ArrayList<>(levels);
    Level before = other.get(level - 1);
    other.set(level - 1, new Level(before.word(), before.fanOut(), mixed));
    return levels(other);
  }

  /** Copy of this plan with another limit of items per event. */
  LineagePlan itemsAnEvent(int most) {
    return new LineagePlan(prefix, seed, heats, levels, most, crate, trouble);
  }

  /** Copy of this plan with crates that are shipped. */
  LineagePlan crated(int items) {
    return new LineagePlan(prefix, seed, heats, levels, itemsAnEvent, items, trouble);
  }

  /** Copy of this plan with trouble. */
  LineagePlan trouble(long otherSeed, Trouble other) {
    return new LineagePlan(prefix, otherSeed, heats, levels, itemsAnEvent, crate, other);
  }

  /** The number of the last level; that of the heats is 0. */
  int last() {
    return levels.size();
  }

  /** Number of items of a level. */
  long count(int level) {
    return heats * fanOut(0, level);
  }

  /** Number of items of all levels, without crates. */
  long items() {
    long items = 0;
    for (int level = 0; level <= last(); level++) {
      items += count(level);
    }
    return items;
  }

  /** Number of processes that make the items of a level, 1 or below. */
  long processes(int level) {
    return count(level - 1) / mixed(level);
  }

  int mixed(int level) {
    return levels.get(level - 1).mixed();
  }

  /** Number of items made by a process of a level. */
  int made(int level) {
    return mixed(level) * levels.get(level - 1).fanOut();
  }

  /** Number of items of a level made of an item of a level above. */
  long fanOut(int above, int level) {
    long product = 1;
    for (int i = above; i < level; i++) {
      product *= levels.get(i).fanOut();
    }
    return product;
  }

  /** Number of heats of a campaign, whose processes use no other heats. */
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

  /** The receiver of a crate. */
  String dealer(long crate) {
    return "DEALER-" + crate % DEALERS;
  }

  private ItemId named(String word, long number) {
    return ItemId.of(Identifier.parse("%s/%s-%08d".formatted(prefix, word, number)));
  }

  /** Weight of an item of a level. */
  BigDecimal weight(int level) {
    return LAST_WEIGHT
        .multiply(BigDecimal.valueOf(fanOut(level, last())))
        .multiply(USED_FOR_MADE.pow(last() - level));
  }

  boolean isLate(int level, long process) {
    return hits(trouble.late(), 1, level, process);
  }

  /** True if a process is first recorded with a false input; never the only one of its level. */
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
