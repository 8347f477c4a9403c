package dev.nameplate.log.commit;

import dev.nameplate.error.NodeException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the names without rows among many names that are assigned together. Names that fall into
 * the same gap between existing rows, as ascending names do, are found free by a single seek; point
 * reads would take most of the time of a bulk load. Used by one thread.
 */
final class FreeNames {
  private static final Logger LOGGER = LoggerFactory.getLogger(FreeNames.class);

  /** With fewer names, point reads are as good. */
  private static final int FEWEST = 16;

  /** Cost of a seek, in point reads. */
  private static final int WORTH_A_SEEK = 8;

  private final Set<Draft> free = Collections.newSetFromMap(new IdentityHashMap<>());
  private final StatementReader committed;
  private int budget = 4 * WORTH_A_SEEK;

  private FreeNames(StatementReader committed) {
    this.committed = committed;
  }

  /** Looks up the names that a group assigns. */
  static FreeNames of(List<PendingWrite> group, StatementReader committed) {
    FreeNames names = new FreeNames(committed);
    Map<String, List<Draft>> partitions = new HashMap<>();
    // A name that is free in one of two logs is not free yet: then each is looked for.
    if (group.size() >= FEWEST && committed.former().isEmpty()) {
      for (PendingWrite pending : group) {
        if (pending.write().isNew()) {
          Draft draft = pending.first().orElseThrow();
          partitions.computeIfAbsent(draft.key().partition(), key -> new ArrayList<>()).add(draft);
        }
      }
    }
    try {
      partitions.values().stream()
          .filter(drafts -> drafts.size() >= FEWEST)
          .forEach(names::lookFor);
    } catch (NodeException e) {
      // A damaged row beside a gap: only a read of that row is to be refused.
      LOGGER.warn("Free names are searched individually: {}", e.getMessage());
    }
    return names;
  }

  /** True if there is certainly no row of a statement. If false, there may be one. */
  boolean has(Draft draft) {
    return free.contains(draft);
  }

  private void lookFor(List<Draft> drafts) {
    drafts.sort(Comparator.comparing(draft -> draft.key().name()));
    int next = 0;
    while (next < drafts.size() && budget >= WORTH_A_SEEK) {
      budget -= WORTH_A_SEEK;
      next = passGap(drafts, next);
    }
  }

  /** Marks the names before the next row as free; returns the index of the first name behind it. */
  private int passGap(List<Draft> drafts, int first) {
    RowKey from = drafts.get(first).key();
    int at = first;
    try (RowCursor rows = committed.rowsFrom(from)) {
      boolean endless = !rows.hasNext();
      Bytes row = endless ? Bytes.EMPTY : rows.next().key().name();
      while (at < drafts.size() && (endless || drafts.get(at).key().name().compareTo(row) < 0)) {
        free.add(drafts.get(at++));
        budget++;
      }
      while (at < drafts.size() && drafts.get(at).key().name().equals(row)) {
        at++;
      }
    }
    return at;
  }
}
