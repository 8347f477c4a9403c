package dev.nameplate.lineage;

import dev.nameplate.log.read.LoggedEvents.Logged;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageView;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.memory.MemoryEngine;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An index of events from several logs, in memory. An event's position is its place in the order in
 * which the events were signed. Used by one thread.
 */
public final class CollectedEvents {
  private static final Comparator<Verified<RecordedEvent>> ORDER =
      Comparator.comparing((Verified<RecordedEvent> event) -> event.time())
          .thenComparing(event -> event.batch().log().toString())
          .thenComparing(Verified::position);

  /** Events that are indexed without a look at the clock. */
  private static final int PIECE = 8192;

  private final List<Verified<RecordedEvent>> events;
  private final LineageStore rows;

  /**
   * Indexes some events, each of which must show its content.
   *
   * @param budget the time to index them
   */
  public CollectedEvents(List<Verified<RecordedEvent>> events, Budget budget) {
    this.events = events.stream().sorted(ORDER).toList();
    this.rows = new MemoryEngine().open(Path.of("collected"), StoreSettings.DEFAULT).lineage();
    ItemNumbers numbers = new ItemNumbers();
    for (int from = 0; from < this.events.size(); from += PIECE) {
      budget.requireTime();
      int to = Math.min(this.events.size(), from + PIECE);
      List<Logged> piece =
          IntStream.range(from, to)
              .mapToObj(place -> new Logged(place, this.events.get(place).value()))
              .toList();
      LineageChanges changes;
      try (LineageView before = rows.view()) {
        changes = Derivation.of(piece, before, numbers);
      }
      rows.write(from, changes, to);
    }
  }

  /** The events, in the order of their positions. */
  public List<Verified<RecordedEvent>> events() {
    return events;
  }

  /** The index, which shows everything. */
  public LineageReader read(Budget budget) {
    return LineageReader.of(
        rows.view(),
        (event, disclosed) -> Optional.of(events.get((int) event.position())),
        events.size(),
        Visibility.EVERYTHING,
        budget);
  }
}
