package dev.nameplate.log.commit;

/** An accepted delegation. */
final class AcceptedDelegation extends Accepted {
  AcceptedDelegation(PendingWrite pending, Draft draft) {
    super(pending, draft);
  }

  /** Adds nothing: the identifier of a delegation is no record, even if 0.NA is an own prefix. */
  @Override
  void enter(AcceptedWrites group) {}
}
