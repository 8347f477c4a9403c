package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.read.LoggedEvents;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.List;
import java.util.Optional;

/** An accepted event. */
final class AcceptedEvent extends Accepted {
  private final Write.Capture capture;

  AcceptedEvent(PendingWrite pending, Draft draft, Write.Capture capture) {
    super(pending, draft);
    this.capture = capture;
  }

  Write.Capture capture() {
    return capture;
  }

  @Override
  void enter(AcceptedWrites group) {
    group.addEvent(draft().key(), this);
    capture.nameKey().ifPresent(name -> group.addEvent(name, this));
  }

  @Override
  List<Row> indexRows(long batch) {
    return EventRows.names(recorded(), batch);
  }

  @Override
  Optional<Identifier> changed() {
    return Optional.empty();
  }

  @Override
  Optional<LoggedEvents.Logged> logged() {
    return Optional.of(new LoggedEvents.Logged(receipt().position(), recorded()));
  }

  private RecordedEvent recorded() {
    return new RecordedEvent(
        capture.recorder(),
        Optional.of(capture.content()),
        capture.restricted() ? EventRows.restricted(draft().key()) : Bytes.EMPTY);
  }
}
