package dev.nameplate.linearizability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Something that was asked of a node, and what it said.
 *
 * @param began when it was asked, in the order of all beginnings and ends
 * @param ended when the answer was there
 * @param action what was asked
 * @param outcome what the node said
 */
record Call(long began, long ended, Action action, String outcome) {
  /** What can be asked about a few identifiers, each named by its number. */
  sealed interface Action {}

  /** Assign one. */
  record Assign(int item) implements Action {}

  /** Assign several by one range. */
  record AssignRange(List<Integer> items) implements Action {}

  /** Replace the values, expecting a version. */
  record Update(int item, int expected) implements Action {}

  /** Retire, expecting a version. */
  record Retire(int item, int expected) implements Action {}

  /** Ask what it stands for. */
  record Resolve(int item) implements Action {}

  /**
   * What is the case, by the number of the identifier.
   *
   * @param versions the newest version, 0 if there is none
   * @param retired whether that one retires it
   */
  record State(List<Integer> versions, List<Boolean> retired) {
    /** Nothing is assigned. */
    static State of(int items) {
      return new State(Collections.nCopies(items, 0), Collections.nCopies(items, false));
    }

    /** The state after an action, if it can have that outcome in this one. */
    Optional<State> after(Action action, String outcome) {
      String right = outcome(action);
      return right.equals(outcome) ? Optional.of(after(action)) : Optional.empty();
    }

    private String outcome(Action action) {
      if (action instanceof Assign assign) {
        return versions.get(assign.item()) == 0
            ? "version 1"
            : retired.get(assign.item()) ? "RETIRED" : "ALREADY_ASSIGNED";
      }
      if (action instanceof AssignRange range) {
        return range.items().stream().allMatch(item -> versions.get(item) == 0)
            ? "version 1"
            : "ALREADY_ASSIGNED";
      }
      if (action instanceof Update update) {
        return change(update.item(), update.expected());
      }
      if (action instanceof Retire retire) {
        return change(retire.item(), retire.expected());
      }
      int item = ((Resolve) action).item();
      return versions.get(item) == 0
          ? "absent"
          : (retired.get(item) ? "tombstone " : "found ") + versions.get(item);
    }

    private String change(int item, int expected) {
      if (versions.get(item) == 0) {
        return "NOT_ASSIGNED";
      }
      if (retired.get(item)) {
        return "RETIRED";
      }
      return versions.get(item) == expected ? "version " + (expected + 1) : "VERSION_MISMATCH";
    }

    private State after(Action action) {
      if (!outcome(action).startsWith("version ")) {
        return this;
      }
      if (action instanceof AssignRange range) {
        State state = this;
        for (int item : range.items()) {
          state = state.next(item, false);
        }
        return state;
      }
      if (action instanceof Assign assign) {
        return next(assign.item(), false);
      }
      return action instanceof Update update
          ? next(update.item(), false)
          : next(((Retire) action).item(), true);
    }

    private State next(int item, boolean retires) {
      List<Integer> newVersions = new ArrayList<>(versions);
      List<Boolean> newRetired = new ArrayList<>(retired);
      newVersions.set(item, versions.get(item) + 1);
      newRetired.set(item, retires);
      return new State(List.copyOf(newVersions), List.copyOf(newRetired));
    }
  }
}
