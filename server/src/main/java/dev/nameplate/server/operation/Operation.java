package dev.nameplate.server.operation;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;

/** An operation of a node, with the permission that it needs and its lane. */
public enum Operation {
  RESOLVE(Lane.QUESTIONS, Permission.READ),
  RESOLVE_ALL(Lane.QUESTION_STREAMS, Permission.READ),
  RESOLVE_MANY(Lane.QUESTION_STREAMS, Permission.READ),
  CACHE_STATISTICS(Lane.QUESTIONS, Permission.READ),
  LIST_IDENTIFIERS(Lane.LISTS, Permission.READ),
  LIST_VERSIONS(Lane.LISTS, Permission.READ),
  SEARCH(Lane.LISTS, Permission.READ),
  ASSIGN(Lane.WRITES, Permission.REGISTER),
  ASSIGN_RANGE(Lane.WRITES, Permission.REGISTER),
  UPDATE(Lane.WRITES, Permission.REGISTER),
  RETIRE(Lane.WRITES, Permission.REGISTER),
  GET_PREFIX(Lane.QUESTIONS, Permission.READ),
  LIST_PREFIXES(Lane.LISTS, Permission.READ),
  CHANGE_PREFIX(Lane.WRITES, Permission.ADMINISTER),
  CAPTURE(Lane.WRITES, Permission.RECORD),
  TRACE(Lane.WALKS, Permission.READ),
  RECALL(Lane.WALKS, Permission.READ),
  EVIDENCE(Lane.WALKS, Permission.READ),
  RECONCILE(Lane.WALKS, Permission.READ),
  LIST_EVENTS(Lane.LISTS, Permission.READ),
  PROVE(Lane.QUESTIONS, Permission.READ),
  READ_LOG(Lane.LOG, Permission.READ);

  private final Lane lane;
  private final Permission needed;

  Operation(Lane lane, Permission needed) {
    this.lane = lane;
    this.needed = needed;
  }

  /** The threads on which the work is done. */
  public Lane lane() {
    return lane;
  }

  /** The permission that a caller needs. */
  public Permission needed() {
    return needed;
  }

  /**
   * Checks the caller's permission: every public method of this package with a {@link Call} begins
   * with this guard.
   *
   * @throws NotOfferedException if the caller lacks the permission
   */
  void requireOf(Caller caller) {
    if (!caller.may(needed)) {
      throw new NotOfferedException();
    }
  }
}
