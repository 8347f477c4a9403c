package dev.nameplate.server.cli.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Index from log positions to the rows of this run. Neighbouring rows mostly have neighbouring
 * positions, and such a sequence takes a single entry. Ten million rows of a correct file take a
 * few entries, and their number is bounded. Not thread-safe.
 */
final class AssignedRows {
  private static final int MOST_RUNS = 1 << 19;

  private final List<Run> runs = new ArrayList<>();
  private final int most;

  AssignedRows() {
    this(MOST_RUNS);
  }

  /** Keeps at most a number of entries; later assignments are not indexed. */
  AssignedRows(int most) {
    this.most = most;
  }

  private record Run(long position, String file, long line, long length) {
    boolean holds(long other) {
      return other >= position && other < position + length;
    }

    boolean goesOnWith(long other, Place place) {
      return other == position + length
          && place.line() == line + length
          && place.file().equals(file);
    }
  }

  /** Adds a row's position, which is behind those of earlier rows. */
  void add(long position, Place place) {
    int last = runs.size() - 1;
    if (last >= 0 && runs.get(last).goesOnWith(position, place)) {
      Run run = runs.get(last);
      runs.set(last, new Run(run.position, run.file, run.line, run.length + 1));
    } else if (runs.size() < most && position >= end()) {
      runs.add(new Run(position, place.file(), place.line(), 1));
    }
  }

  /** The position behind the last known position; 0 without any. */
  long end() {
    if (runs.isEmpty()) {
      return 0;
    }
    Run last = runs.get(runs.size() - 1);
    return last.position + last.length;
  }

  /** The row that was assigned at a position in this run, if it is known. */
  Optional<Place> at(long position) {
    int low = 0;
    int high = runs.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Run run = runs.get(middle);
      if (run.holds(position)) {
        return Optional.of(new Place(run.file, run.line + position - run.position));
      }
      if (run.position > position) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return Optional.empty();
  }
}
