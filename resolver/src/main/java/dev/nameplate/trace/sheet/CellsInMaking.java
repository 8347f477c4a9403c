package dev.nameplate.trace.sheet;

import dev.nameplate.trace.sheet.JoinedRecords.Facts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A row that is being made. Used by one thread. */
final class CellsInMaking {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

  private final ZoneOffset zone;
  private final Map<SheetColumn, String> cells = new EnumMap<>(SheetColumn.class);
  private final Set<Remark> remarks = new LinkedHashSet<>();

  CellsInMaking(ZoneOffset zone) {
    this.zone = zone;
  }

  void put(SheetColumn column, String text) {
    if (!text.isEmpty()) {
      cells.put(column, text);
    }
  }

  void put(SheetColumn column, Enum<?> word) {
    cells.put(column, SheetText.key(word));
  }

  void put(SheetColumn column, BigDecimal amount) {
    cells.put(column, amount.toPlainString());
  }

  void putDay(SheetColumn column, Instant time) {
    cells.put(column, time.atOffset(zone).toLocalDate().toString());
  }

  void putTime(SheetColumn column, Instant time) {
    cells.put(column, text(time));
  }

  /** A time in the zone of the sheet. */
  String text(Instant time) {
    return TIME.format(time.atOffset(zone));
  }

  void remark(Remark.Kind kind, String... of) {
    remarks.add(Remark.of(kind, of));
  }

  void remarks(Facts facts) {
    remarks.addAll(facts.remarks());
  }

  SheetRow row() {
    return new SheetRow(cells, List.copyOf(remarks));
  }
}
