package dev.nameplate.store;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places on the way of a write where a test can stop or fail the process, in the order in which
 * a write passes them.
 *
 * <p>They are switched by the system property {@value #PROPERTY}, read once. Without it {@link
 * #hit} costs nothing. Its value is one of
 *
 * <ul>
 *   <li>{@code count}: hits are counted, nothing else happens;
 *   <li>{@code AFTER_WRITE:crash@3}: at the third hit of {@link #AFTER_WRITE} one line goes to
 *       standard error and the process ends at once with status 137, without closing anything, as
 *       {@code kill -9} would end it;
 *   <li>{@code BEFORE_FSYNC:error@2}: at the second hit a {@link NodeException} with reason {@code
 *       STORE_FAILED} is thrown, as a broken disk would make it.
 * </ul>
 *
 * <p>{@code @1} may be left out. A store passes STAGE, WRITE, FSYNC and HEAD_MOVE; the committer
 * above it passes SIGN and ACKNOWLEDGE. Thread-safe.
 */
public enum Failpoint {
  /** Nothing of the rows is with the store yet. */
  BEFORE_STAGE,
  /** The rows are with the store, invisible. */
  AFTER_STAGE,
  /** The batch root is not signed yet. */
  BEFORE_SIGN,
  /** The batch root is signed. */
  AFTER_SIGN,
  /** Rows and head are about to go to the operating system. */
  BEFORE_WRITE,
  /** Rows and head are with the operating system: they survive the process, not the machine. */
  AFTER_WRITE,
  /** The medium is about to be asked to keep them. */
  BEFORE_FSYNC,
  /** They are durable, and not yet visible. */
  AFTER_FSYNC,
  /** The head is about to move for readers. */
  BEFORE_HEAD_MOVE,
  /** Readers see the new rows. */
  AFTER_HEAD_MOVE,
  /** The writer has not heard of it yet. */
  BEFORE_ACKNOWLEDGE,
  /** The writer knows. */
  AFTER_ACKNOWLEDGE;

  /** Name of the system property that switches failpoints on. */
  public static final String PROPERTY = "nameplate.failpoint";

  /** Exit status of a process that a failpoint ended; that of a process killed by signal 9. */
  public static final int CRASH_STATUS = 137;

  private static final Pattern PLAN =
      Pattern.compile("([A-Z_]+):(crash|error)(?:@([1-9][0-9]{0,8}))?");
  private static final @Nullable String SETTING = System.getProperty(PROPERTY);
  private static final boolean ON = SETTING != null;
  private static final @Nullable Plan PLANNED =
      SETTING == null || SETTING.equals("count") ? null : plan(SETTING);

  private static final ConcurrentMap<Failpoint, Long> HITS = new ConcurrentHashMap<>();

  /**
   * Says that a write is at this place.
   *
   * @throws NodeException with reason {@code STORE_FAILED} if a test wants it to fail here
   */
  public void hit() {
    if (ON) {
      reach();
    }
  }

  /** Number of times this place was reached; always 0 while failpoints are off. */
  public long hits() {
    return HITS.getOrDefault(this, 0L);
  }

  private void reach() {
    long hit = HITS.merge(this, 1L, Long::sum);
    if (PLANNED == null || PLANNED.point() != this || PLANNED.at() != hit) {
      return;
    }
    String what = "failpoint " + this + ", hit " + hit;
    if (PLANNED.crash()) {
      System.err.println(what + ": process ends here");
      System.err.flush();
      Runtime.getRuntime().halt(CRASH_STATUS);
    }
    throw new NodeException(ErrorReason.STORE_FAILED, what + ": simulated failure");
  }

  private static Plan plan(String setting) {
    Matcher matcher = PLAN.matcher(setting);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          PROPERTY
              + ": \""
              + setting
              + "\" (expected: count, or a failpoint like AFTER_WRITE:crash@3)");
    }
    String at = matcher.group(3);
    return new Plan(
        valueOf(matcher.group(1)),
        matcher.group(2).equals("crash"),
        at == null ? 1 : Long.parseLong(at));
  }

  /**
   * What shall happen: at hit number {@code at} of {@code point} the process ends, or else the
   * write fails.
   */
  private record Plan(Failpoint point, boolean crash, long at) {}
}
