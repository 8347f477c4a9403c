package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.lineage.EventLog;
import dev.nameplate.lineage.LineageAudit;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index that grew with the log, and the one that is derived from the log. */
class DerivedAnewTest {
  @TempDir private Path directory;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void what_grew_with_the_log_is_what_is_derived_from_it_row_by_row(long seed) {
    RandomEvents events = new RandomEvents(seed, 30);
    try (EventLog log = new EventLog(directory.resolve("log"))) {
      for (int i = 0; i < 120; i++) {
        log.append(events.next(), i % 7 == 0).join();
        if (i % 11 == 0) {
          log.read().close(); // so that pieces end in many places
        }
      }
      log.read().close();
      LineageAudit.Report report = compare(log);
      assertThat(report.findings()).isEmpty();
      assertThat(report.differences()).isZero();
      assertThat(report.rows()).isGreaterThan(500);
    }
  }

  @Test
  void rows_that_are_missing_wrong_or_too_many_are_named_and_a_rebuild_mends_them() {
    RandomEvents events = new RandomEvents(7, 10);
    try (EventLog log = new EventLog(directory.resolve("log"))) {
      long position = 0;
      for (int i = 0; i < 40; i++) {
        position = log.append(events.next(), false).join().position();
      }
      log.read().close();
      long reach = log.index().watermark();
      LineageChanges damage = new LineageChanges();
      damage.put(Bytes.utf8("zero"), Bytes.EMPTY);
      damage.put(event(position), Bytes.utf8("nonsense"));
      assertThat(log.store().lineage().write(reach, damage, reach)).isTrue();

      LineageAudit.Report report = compare(log);
      assertThat(report.differences()).isEqualTo(2);
      assertThat(report.findings().get(0)).endsWith("does not match the log");
      assertThat(report.findings().get(1))
          .isEqualTo("lineage row z 65726f has no cause in the log");

      LineageAudit.rebuild(log.statements(), log.store().lineage(), at -> {});
      assertThat(log.store().lineage().watermark()).isEqualTo(reach);
      assertThat(compare(log).findings()).isEqualTo(List.of());
    }
  }

  private static Bytes event(long position) {
    return Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'e').putLong(position).array());
  }

  private LineageAudit.Report compare(EventLog log) {
    Path place = directory.resolve("anew-" + System.nanoTime());
    try (RocksDbRecordStore anew = RocksDbRecordStore.open(place, StoreSettings.DEFAULT)) {
      return LineageAudit.compare(
          log.statements(), log.store().lineage(), anew.lineage(), 100, at -> {});
    }
  }
}
