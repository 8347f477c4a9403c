package dev.nameplate.log.commit;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.util.List;
import java.util.Optional;

/** A store that hands everything to another, for tests that watch or disturb some of it. */
public class ForwardingStore implements RecordStore {
  private final RecordStore to;

  public ForwardingStore(RecordStore to) {
    this.to = to;
  }

  @Override
  public Head head() {
    return to.head();
  }

  @Override
  public void stage(List<Row> rows) {
    to.stage(rows);
  }

  @Override
  public void commit(Head expected, Head next) {
    to.commit(expected, next);
  }

  @Override
  public Optional<Row> read(RowKey key) {
    return to.read(key);
  }

  @Override
  public Optional<Row> newest(RowKey key) {
    return to.newest(key);
  }

  @Override
  public Optional<Row> version(RowKey key, long version) {
    return to.version(key, version);
  }

  @Override
  public RowCursor scan(Table table, String partition, Bytes from) {
    return to.scan(table, partition, from);
  }

  @Override
  public RowCursor scanAll(Table table) {
    return to.scanAll(table);
  }

  @Override
  public void mend(List<Row> rows, List<RowKey> surplus) {
    to.mend(rows, surplus);
  }

  @Override
  public void forget(String operationPartition) {
    to.forget(operationPartition);
  }

  @Override
  public void close() {
    to.close();
  }
}
