package dev.nameplate.access;

import dev.nameplate.record.Permissions;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The caller of an operation, with its permissions and visibility. A caller belongs to a call, not
 * to a service: code that depends on the caller takes it as an argument, or is made for it by
 * {@code as}. Immutable.
 */
public final class Caller {
  /** The operator: in the same process as the node, or with its directory. Sees everything. */
  public static final Caller OPERATOR =
      new Caller("operator", true, EnumSet.allOf(Permission.class));

  /**
   * Anyone who reaches a port. Sees what everyone may read; of restricted values and events, only
   * that they are there. No answer to a stranger depends on what it may not see, with two
   * exceptions: that a value of a unique item is taken, and that the name of an event is.
   */
  public static final Caller STRANGER =
      new Caller("stranger", false, EnumSet.allOf(Permission.class));

  private final String name;
  private final boolean seesAll;
  private final Set<Permission> granted;

  private Caller(String name, boolean seesAll, Set<Permission> granted) {
    this.name = name;
    this.seesAll = seesAll;
    this.granted = granted;
  }

  /** All kinds of callers. */
  public static List<Caller> all() {
    return List.of(OPERATOR, STRANGER);
  }

  /** Copy of this caller with other permissions. */
  public Caller granted(Permission... permissions) {
    return new Caller(name, seesAll, Set.of(permissions));
  }

  /** The name of the caller: 1 to 64 lower-case letters. No other caller has it. */
  public String name() {
    return name;
  }

  /** True if the caller may see everything. */
  public boolean seesAll() {
    return seesAll;
  }

  /** True if a permission is granted to the caller. */
  public boolean may(Permission what) {
    return granted.contains(what);
  }

  /**
   * True if the caller may read a value.
   *
   * @param value the permissions of the value: with {@link Permissions#PUBLIC_READ} everyone reads.
   *     Whoever sees everything reads it also without {@link Permissions#ADMIN_READ}
   */
  public boolean mayRead(Permissions value) {
    return seesAll || value.publicRead();
  }

  /**
   * True if the caller may change the data of a value.
   *
   * @param value the permissions of the value: with {@link Permissions#PUBLIC_WRITE} everyone
   *     writes, with {@link Permissions#ADMIN_WRITE} whoever has {@link Permission#REGISTER}, and
   *     without both whoever has {@link Permission#ADMINISTER} as well
   */
  public boolean mayWrite(Permissions value) {
    return value.publicWrite()
        || (may(Permission.REGISTER) && (value.adminWrite() || may(Permission.ADMINISTER)));
  }

  /**
   * A statement with the disclosures that the caller may see; the signed bytes stay as they are.
   */
  public SignedStatement shown(Verified<?> verified) {
    return seesAll ? verified.statement() : verified.statement().withoutDisclosures();
  }

  /** {@link #name}. */
  @Override
  public String toString() {
    return name;
  }
}
