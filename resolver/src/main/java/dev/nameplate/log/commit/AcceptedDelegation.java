package dev.nameplate.log.commit;

/** An accepted delegation. */
final class AcceptedDelegation extends Accepted {
  AcceptedDelegation(PendingWrite pending, Draft draft) {
    super(pending, draft);
  }

  /** Nothing: the identifier of a delegation is no record, even where 0.NA is an own prefix. */
  @Override
  void enter(AcceptedWrites group) {}
}
