package dev.nameplate.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Expected results of a trace over the events of a {@link LineagePlan}, by arithmetic alone. */
final class LineageAnswers {
  private final LineagePlan plan;

  /**
   * Items of one level that follow each other.
   *
   * @param level which level
   * @param from the number of the first
   * @param until the number behind the last
   */
  record Run(int level, long from, long until) {
    long size() {
      return until - from;
    }

    private boolean holds(int otherLevel, long number) {
      return level == otherLevel && from <= number && number < until;
    }

    private Stream<Run> each() {
      return LongStream.range(from, until).mapToObj(number -> new Run(level, number, number + 1));
    }
  }

  LineageAnswers(LineagePlan plan) {
    this.plan = plan;
  }

  /** An item and all that was made from it. */
  List<Run> below(int level, long number) {
    int top = level;
    long origin = number;
    while (top > 0 && origin % plan.made(top) == 0 && reworked(top, origin)) {
      origin /= plan.made(top);
      top--;
    }
    Run run = new Run(top, origin, origin + 1);
    List<Run> runs = new ArrayList<>(List.of(run));
    for (int next = top + 1; next <= plan.last(); next++) {
      run = madeFrom(next, run);
      runs.add(run);
    }
    return runs;
  }

  /** An item and all its ancestors, including items reworked into them. */
  List<Run> above(int level, long number) {
    Run run = new Run(level, number, number + 1);
    List<Run> runs = new ArrayList<>(List.of(run));
    for (int next = level; next > 0; next--) {
      run = usedFor(next, run);
      runs.add(run);
    }
    List<Run> all = new ArrayList<>(runs);
    runs.stream().flatMap(Run::each).forEach(one -> addReworked(one, all));
    return all;
  }

  private void addReworked(Run into, List<Run> all) {
    long first = into.from();
    for (int level = into.level() + 1;
        level <= plan.last() && plan.mixed(level) == 1 && plan.isReworked(level, first);
        level++) {
      first *= plan.made(level);
      if (!holds(all, level, first)) {
        all.add(new Run(level, first, first + 1));
      }
    }
  }

  private static boolean holds(List<Run> runs, int level, long number) {
    return runs.stream().anyMatch(run -> run.holds(level, number));
  }

  private boolean reworked(int level, long number) {
    return plan.mixed(level) == 1 && plan.isReworked(level, number / plan.made(level));
  }

  /** True if all the heats that an item comes from are within a range. */
  boolean comesOnlyFrom(int level, long number, long firstHeat, long behindLastHeat) {
    Run run = new Run(level, number, number + 1);
    for (int next = level; next > 0; next--) {
      run = usedFor(next, run);
    }
    return firstHeat <= run.from() && run.until() <= behindLastHeat;
  }

  /** Products of a level's processes from given inputs. */
  private Run madeFrom(int level, Run above) {
    int mixed = plan.mixed(level);
    long made = plan.made(level);
    return new Run(level, above.from() / mixed * made, ceilDiv(above.until(), mixed) * made);
  }

  /** Inputs of items of a level. */
  private Run usedFor(int level, Run run) {
    int mixed = plan.mixed(level);
    long made = plan.made(level);
    return new Run(level - 1, run.from() / made * mixed, ceilDiv(run.until(), made) * mixed);
  }

  private static long ceilDiv(long number, long by) {
    return -Math.floorDiv(-number, by);
  }

  /** Number of items in runs. */
  static long size(List<Run> runs) {
    return runs.stream().mapToLong(Run::size).sum();
  }
}
