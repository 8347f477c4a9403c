package dev.nameplate.store;

import dev.nameplate.record.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A store that hands every call to another: the base of views that change a few. A view that
 * changes {@link #read} or {@link #newest} must change {@link #readAll} as well, and with {@link
 * #scan} also {@link #first}.
 */
public class ForwardingStore implements RecordStore {
  private final RecordStore to;

  /** Hands every call to a store. */
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
  public void requireRoom() {
    to.requireRoom();
  }

  @Override
  public void reopen() {
    to.reopen();
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
  public List<Optional<Row>> readAll(List<RowKey> keys, long mostBytes) {
    return to.readAll(keys, mostBytes);
  }

  @Override
  public Optional<Row> first(Table table, String partition, Bytes from) {
    return to.first(table, partition, from);
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

  @Override
  public Failpoints failpoints() {
    return to.failpoints();
  }
}
