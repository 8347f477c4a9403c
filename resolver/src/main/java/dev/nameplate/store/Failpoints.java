package dev.nameplate.store;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Faults injected into a store at its {@link Failpoint}s by a test; by default none.
 *
 * <p>Forms of a plan:
 *
 * <ul>
 *   <li>{@code count}: hits are counted, nothing else happens;
 *   <li>{@code AFTER_WRITE:crash@3}: at the third hit of {@link Failpoint#AFTER_WRITE} a line goes
 *       to standard error and the process ends at once with status 137, without closing anything,
 *       as {@code kill -9} would end it;
 *   <li>{@code BEFORE_FSYNC:error@2}: at the second hit a {@link NodeException} with reason {@code
 *       STORE_FAILED} is thrown, as a broken disk would make it.
 * </ul>
 *
 * <p>{@code @1} may be left out. Thread-safe.
 */
public final class Failpoints {
  /** Name of the system property that holds the plan of each store that is opened. */
  public static final String PROPERTY = "nameplate.failpoint";

  /** Exit status of a process that a failpoint ended; that of a process killed by signal 9. */
  public static final int CRASH_STATUS = 137;

  /** The failpoints of a store without faults; hits are not counted. */
  public static final Failpoints NONE = new Failpoints(null, false);

  private static final Pattern PLAN =
      Pattern.compile("([A-Z_]+):(crash|error)(?:@([1-9][0-9]{0,8}))?");

  private final @Nullable Plan planned;
  private final boolean on;
  private final Map<Failpoint, Long> hits = new ConcurrentHashMap<>();

  private Failpoints(@Nullable Plan planned, boolean on) {
    this.planned = planned;
    this.on = on;
  }

  /** The failpoints of a newly opened store: by the plan in {@value #PROPERTY}, if set. */
  public static Failpoints configured() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Failpoints::of).orElse(NONE);
  }

  /** The failpoints of a plan. */
  public static Failpoints of(String plan) {
    return new Failpoints(plan.equals("count") ? null : Plan.parse(plan), true);
  }

  /**
   * Marks that a write reached a failpoint.
   *
   * @throws NodeException with reason {@code STORE_FAILED} if the plan fails the write here
   */
  public void hit(Failpoint point) {
    if (on) {
      reach(point);
    }
  }

  /** Number of times a place was reached; always 0 in {@link #NONE}. */
  public long hits(Failpoint point) {
    return hits.getOrDefault(point, 0L);
  }

  private void reach(Failpoint point) {
    long hit = hits.merge(point, 1L, Long::sum);
    if (planned == null || planned.point() != point || planned.at() != hit) {
      return;
    }
    String what = "failpoint " + point + ", hit " + hit;
    if (planned.crash()) {
      System.err.println(what + ": process ends here");
      System.err.flush();
      Runtime.getRuntime().halt(CRASH_STATUS);
    }
    throw new NodeException(ErrorReason.STORE_FAILED, what + ": simulated failure");
  }

  /** A planned fault: at hit {@code at} of {@code point} the process ends, or the write fails. */
  private record Plan(Failpoint point, boolean crash, long at) {
    static Plan parse(String text) {
      Matcher matcher = PLAN.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            PROPERTY
                + ": \""
                + text
                + "\" (expected: count, or a failpoint like AFTER_WRITE:crash@3)");
      }
      String at = matcher.group(3);
      return new Plan(
          Failpoint.valueOf(matcher.group(1)),
          matcher.group(2).equals("crash"),
          at == null ? 1 : Long.parseLong(at));
    }
  }
}
