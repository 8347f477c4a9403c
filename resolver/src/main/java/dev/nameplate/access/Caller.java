package dev.nameplate.access;

import dev.nameplate.record.Permissions;
import java.util.List;

/**
 * The caller of an operation, and what it may see. A caller belongs to one call, not to the service
 * that takes it: what depends on who asks takes it as an argument, or is made for it by {@code as}.
 * Immutable.
 */
public final class Caller {
  /** The operator: in the same process as the node, or with its directory. Sees everything. */
  public static final Caller OPERATOR = new Caller("operator", true);

  /**
   * Anyone who reaches a port. Sees what everyone may read; of restricted values and events, only
   * that they are there. No answer to a stranger depends on what it may not see, with two
   * exceptions: that a value of a unique item is taken, and that the name of an event is.
   */
  public static final Caller STRANGER = new Caller("stranger", false);

  private final String name;
  private final boolean seesAll;

  private Caller(String name, boolean seesAll) {
    this.name = name;
    this.seesAll = seesAll;
  }

  /** All kinds of callers. */
  public static List<Caller> all() {
    return List.of(OPERATOR, STRANGER);
  }

  /** The name of the caller: 1 to 64 lower-case letters. No other caller has it. */
  public String name() {
    return name;
  }

  /** Whether there is nothing that the caller may not see. */
  public boolean seesAll() {
    return seesAll;
  }

  /**
   * Whether the caller may read a value.
   *
   * @param value the permissions of the value: with {@link Permissions#PUBLIC_READ} everyone reads
   */
  public boolean mayRead(Permissions value) {
    return seesAll || value.publicRead();
  }

  /** {@link #name}. */
  @Override
  public String toString() {
    return name;
  }
}
