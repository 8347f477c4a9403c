package dev.nameplate.log.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.log.rows.IndexEntry;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.note.LogName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store is compared with its log, and what follows from the log is mended. */
final class StoreAuditTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @TempDir private Path directory;
  private RecordStore store;
  private TrustAnchors anchors;

  @BeforeEach
  void fill_a_node() {
    fill("node", SignatureSuite.ED25519_SHA256);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fill(String name, SignatureSuite suite) {
    Path home = directory.resolve(name);
    try (Node node =
        Node.open(NodeConfig.in(home).authorityFor("88.118.8", "10.7").withSuite(suite))) {
      node.registrar().assign(Assignment.of(COIL).value(1, "n", "0"));
      for (int version = 1; version < 4; version++) {
        List<RecordValue> values = List.of(RecordValue.text(1, "n", "" + version));
        node.registrar().update(COIL, version, values, OperationId.NONE);
      }
      CompletableFuture.allOf(
              IntStream.range(0, 60)
                  .mapToObj(i -> node.registrar().assignAsync(coil(i)))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
      fillIndex(node);
      node.allotments().allot(Allotment.hosted(Prefix.parse("10.7.1"), "Shop"));
      node.registrar().assign(Assignment.of("10.7.1/CONE-1").value(1, "n", "1"));
      node.registrar().assignRange(RangeAssignment.of("88.118.8", "R-{seq:4}", 1, 1000));
      node.registrar().retire(Identifier.parse("88.118.8/R-0002"), 1, OperationId.NONE);
      fillEvents(node);
    }
    anchors = NodeDirectory.anchorsIn(home);
    store = RocksDbRecordStore.open(NodeDirectory.store(home), StoreSettings.DEFAULT);
  }

  /** Events with and without a name, for everyone and not. */
  private static void fillEvents(Node node) {
    for (int i = 0; i < 6; i++) {
      Event event =
          Event.at(
                  Instant.parse("2026-03-02T08:00:00Z").plusSeconds(i / 2),
                  new Occurrence.Observed(List.of(EventItem.of("88.118.8/COIL-" + i)), List.of()))
              .name(i < 3 ? "" : "urn:uuid:" + i);
      Capture capture = Capture.of("88.118.8", event);
      node.events().capture(i % 3 == 2 ? capture.asRestricted() : capture);
    }
  }

  /** Records of two versions of a template, some changed, some restricted; the template retires. */
  private static void fillIndex(Node node) {
    Identifier template = Identifier.parse("88.118.8/TEMPLATE");
    String json = "{\"items\":[{\"name\":\"lot\",\"type\":\"string\",\"indexed\":true}]}";
    RecordValue first = RecordValue.of(1, "METADATA_TEMPLATE", new ValueData.Json(json));
    RecordValue second =
        RecordValue.of(2, "METADATA_TEMPLATE", new ValueData.Json(json.replace("true", "false")));
    node.registrar().assign(Assignment.of(template).value(first));
    for (int i = 0; i < 6; i++) {
      RecordValue lot = RecordValue.text(1, "lot", "L" + i % 2);
      node.registrar()
          .assign(
              Assignment.of("88.118.8/found-" + i)
                  .value(i < 4 ? lot : lot.withPermissions(Permissions.RESTRICTED))
                  .template(template.toString()));
    }
    node.registrar().update(template, 1, List.of(first, second), OperationId.NONE);
    RecordValue newest = TemplateValue.naming(new ValueReference(template, 0));
    RecordValue lot = RecordValue.text(1, "lot", "L9");
    node.registrar()
        .update(Identifier.parse("88.118.8/found-1"), 1, List.of(lot, newest), OperationId.NONE);
    node.registrar().retire(Identifier.parse("88.118.8/found-2"), 1, OperationId.NONE);
    node.registrar().retire(template, 2, OperationId.NONE);
  }

  private static Assignment coil(int i) {
    return Assignment.of("88.118.8/many-" + i)
        .value(1, "n", "" + i)
        .value(
            new RecordValue(
                2,
                "cost",
                ValueData.text("" + i),
                TimeToLive.DEFAULT,
                Optional.empty(),
                Permissions.RESTRICTED,
                List.of()));
  }

  private StoreAudit.Report audit() {
    return audit(store);
  }

  private StoreAudit.Report audit(RecordStore read) {
    return StoreAudit.compare(
        read, anchors, batch -> true, Optional.empty(), Clock.systemUTC(), checked -> {});
  }

  private StoreAudit.Report rebuild() {
    return StoreAudit.rebuild(store, anchors, batch -> true, Clock.systemUTC(), checked -> {});
  }

  private List<Row> rows(Table table) {
    List<Row> rows = new ArrayList<>();
    try (RowCursor cursor = store.scanAll(table)) {
      cursor.forEachRemaining(rows::add);
    }
    return rows;
  }

  private List<Row> derivedRows() {
    List<Row> rows = new ArrayList<>();
    for (Table table : List.of(Table.BATCH, Table.PROOF, Table.LOG_NODE, Table.INDEX)) {
      rows.addAll(rows(table));
    }
    return rows;
  }

  @Test
  void an_index_that_was_deleted_or_added_to_is_made_again_from_the_log() {
    List<Row> index = rows(Table.INDEX);
    // None of the second version, which indexes nothing; and of events three names, and what a
    // restricted one says that has none.
    assertThat(index).hasSize(6 + 4);
    Row surplus =
        RowKeys.indexRow(
            Identifier.parse("88.118.8/found-1"),
            2,
            new IndexEntry(Bytes.wrap(new byte[IndexEntry.DIGEST_SIZE]), false),
            index.get(0).batch());
    Row surplusName =
        new Row(
            EventRows.nameKey(COIL.prefix(), "urn:uuid:none"),
            0,
            index.get(0).batch(),
            index.get(0).value());
    store.mend(List.of(surplus, surplusName), index.stream().skip(1).map(Row::key).toList());

    StoreAudit.Report report = audit();

    assertThat(report.differences()).isEqualTo(9 + 2);
    assertThat(report.findings()).allMatch(Finding::derived);
    assertThat(report.findings())
        .extracting(Finding::what)
        .anyMatch(finding -> finding.contains("index of 88.118.8/found-"))
        .anyMatch(finding -> finding.contains("name of an event of 88.118.8"));
    assertThat(rebuild().mended()).isEqualTo(9 + 2);
    assertThat(rows(Table.INDEX)).isEqualTo(index);
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void of_events_that_are_found_by_one_row_the_newest_has_it() {
    close();
    Path home = directory.resolve("twice");
    try (Node node = Node.open(NodeConfig.in(home).authorityFor("88.118.8"))) {
      Event event =
          Event.at(
              Instant.parse("2026-03-02T08:00:00Z"),
              new Occurrence.Observed(List.of(EventItem.of("88.118.8/COIL-1")), List.of()));
      Capture capture = Capture.of("88.118.8", event).asRestricted();
      node.events().capture(capture);
      node.registrar().assign(coil(1));
      node.events().as(Caller.STRANGER).capture(capture);
      node.events().as(Caller.STRANGER).capture(capture);
    }
    anchors = NodeDirectory.anchorsIn(home);
    store = RocksDbRecordStore.open(NodeDirectory.store(home), StoreSettings.DEFAULT);
    List<Row> index = rows(Table.INDEX);
    assertThat(index).hasSize(1);
    assertThat(index.get(0).batch()).isEqualTo(3);
    assertThat(audit().findings()).isEmpty();

    Row older = new Row(index.get(0).key(), 0, 0, index.get(0).value());
    store.mend(List.of(older), List.of());
    assertThat(audit().findings()).isNotEmpty().allMatch(Finding::derived);
    rebuild();
    assertThat(rows(Table.INDEX)).isEqualTo(index);

    store.mend(List.of(), List.of(older.key()));
    assertThat(audit().findings()).isNotEmpty().allMatch(Finding::derived);
    rebuild();
    assertThat(rows(Table.INDEX)).isEqualTo(index);
    assertThat(audit().findings()).isEmpty();
  }

  private static Row flipped(Row row, int at) {
    byte[] value = row.value().toByteArray();
    value[at] ^= 1;
    return new Row(row.key(), row.version(), row.batch(), Bytes.wrap(value));
  }

  @ParameterizedTest
  @EnumSource
  void an_untouched_node_is_whole(SignatureSuite suite) {
    store.close();
    fill("node-" + suite, suite);
    Head head = store.head();

    StoreAudit.Report report = audit();

    assertThat(report.findings()).isEmpty();
    assertThat(report.differences()).isZero();
    assertThat(report.statements()).isEqualTo(85).isEqualTo(head.statements());
    assertThat(report.derived()).isEqualTo(derivedRows().size());
    assertThat(report.head()).isEqualTo(head);
  }

  @Test
  void each_derived_row_that_is_missing_is_named_and_put_back() {
    for (Row row : derivedRows()) {
      store.mend(List.of(), List.of(row.key()));
      assertNamedAndMended(row, "is missing");
    }
  }

  @Test
  void each_derived_row_with_a_flipped_bit_is_named_and_put_right() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (Row row : derivedRows()) {
      if (row.value().isEmpty()) {
        continue; // an index row says all in its key
      }
      Row other = flipped(row, random.nextInt(row.value().size()));
      store.mend(List.of(other), List.of());
      try {
        assertNamedAndMended(row, "does not match the log");
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", " + RowKeys.describe(row.key()), e);
      }
    }
  }

  private void assertNamedAndMended(Row row, String how) {
    StoreAudit.Report found = audit();
    assertThat(found.findings())
        .contains(new Finding(RowKeys.describe(row.key()) + " " + how, true));
    assertThat(found.isDamaged()).as("%s", found.findings()).isFalse();
    assertThat(found.mended()).isZero();
    Head head = store.head();
    assertThat(rebuild().mended()).isPositive();
    assertThat(store.read(row.key())).contains(row);
    assertThat(store.head()).isEqualTo(head);
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void all_derived_rows_together_are_rebuilt_but_for_the_signatures() {
    List<Row> before = derivedRows();
    List<RowKey> keys =
        before.stream()
            .map(Row::key)
            .filter(key -> key.table() != Table.BATCH || key.name().size() == 9)
            .toList();
    store.mend(List.of(), keys);

    assertThat(rebuild().mended()).isEqualTo(keys.size());

    assertThat(derivedRows()).isEqualTo(before);
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void a_rebuilt_node_opens_and_goes_on() {
    store.mend(List.of(), rows(Table.LOG_NODE).stream().map(Row::key).toList());
    store.close();
    NodeConfig config = NodeConfig.in(directory.resolve("node"));
    assertThatThrownBy(() -> Node.open(config)).hasMessageContaining("log rebuild");

    assertThat(NodeAudit.rebuild(config, checked -> {}).isDamaged()).isFalse();

    try (Node node = Node.open(config)) {
      node.registrar().assign(Assignment.of("88.118.8/after"));
    }
    assertThat(NodeAudit.compare(config, Optional.empty(), checked -> {}).findings()).isEmpty();
    store = RocksDbRecordStore.open(directory.resolve("other"), StoreSettings.DEFAULT);
  }

  @Test
  void a_signed_batch_that_no_row_has_left_cannot_be_made_again() {
    store.mend(List.of(), List.of(RowKeys.batch(2), RowKeys.proof(2)));

    StoreAudit.Report report = rebuild();

    assertThat(report.isDamaged()).isTrue();
    assertThat(report.findings()).extracting(Finding::what).anyMatch(w -> w.contains("batch 2"));
    assertThat(store.read(RowKeys.batch(2))).isEmpty();
  }

  @Test
  void rows_that_belong_to_nothing_are_named_and_removed() {
    List<Row> surplus =
        List.of(
            new Row(RowKeys.proofGroup(0, 0), 0, 0, Bytes.utf8("?")),
            new Row(RowKeys.logNode(9, 0), 0, 0, Bytes.utf8("?")),
            new Row(new RowKey(Table.BATCH, "x", Bytes.utf8("?")), 0, 0, Bytes.utf8("?")));
    List<Row> before = derivedRows();
    store.mend(surplus, List.of());

    assertThat(audit().findings()).hasSize(3).allMatch(Finding::derived);
    assertThat(rebuild().mended()).isEqualTo(3);

    assertThat(derivedRows()).isEqualTo(before);
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void each_statement_that_is_changed_missing_or_moved_is_named_and_never_mended() {
    for (Row row : rows(Table.STATEMENT)) {
      StoredStatement stored = StoredStatement.decode(row);
      int last = row.value().size() - 1;
      Row moved =
          new Row(
              row.key(),
              row.version(),
              row.batch(),
              new StoredStatement(
                      stored.leafIndex() + 1,
                      stored.siblings(),
                      stored.body(),
                      stored.disclosures())
                  .encode());
      for (Optional<Row> instead :
          List.of(Optional.of(flipped(row, last)), Optional.<Row>empty(), Optional.of(moved))) {
        StoreAudit.Report report = audit(showing(row, instead));
        assertThat(report.isDamaged()).isTrue();
        assertThat(report.findings())
            .extracting(Finding::what)
            .anyMatch(what -> what.contains("batch " + row.batch()));
      }
    }
  }

  @Test
  void each_damaged_sibling_in_the_row_of_a_statement_is_named_and_put_right() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int mended = 0;
    for (Row row : rows(Table.STATEMENT)) {
      int hashes = StoredStatement.decode(row).siblings().orElseThrow().size();
      if (hashes == 0) {
        continue;
      }
      Row other = flipped(row, 2 + random.nextInt(hashes * 32));
      store.mend(List.of(other), List.of());
      assertThat(store.version(row.key(), row.version())).contains(other);

      StoreAudit.Report found = audit();
      assertThat(found.findings())
          .as("seed %s", seed)
          .containsExactly(
              new Finding(
                  "proof of statement "
                      + RowKeys.describe(row.key())
                      + " version "
                      + row.version()
                      + " does not match the log",
                  true));
      assertThat(rebuild().mended()).isEqualTo(1);
      assertThat(store.version(row.key(), row.version())).contains(row);
      assertThat(audit().findings()).isEmpty();
      mended++;
    }
    assertThat(mended).isGreaterThan(20);
  }

  @Test
  void a_statement_that_was_changed_is_named_among_those_of_its_batch() {
    for (Row row : rows(Table.STATEMENT)) {
      StoredStatement stored = StoredStatement.decode(row);
      byte[] body = stored.body().toByteArray();
      body[body.length - 1] ^= 1;
      Row changed =
          new Row(
              row.key(),
              row.version(),
              row.batch(),
              new StoredStatement(
                      stored.leafIndex(), stored.siblings(), Bytes.wrap(body), stored.disclosures())
                  .encode());
      assertThat(audit(showing(row, Optional.of(changed))).findings())
          .extracting(Finding::what)
          .anyMatch(
              what ->
                  what.contains(
                      RowKeys.describe(row.key())
                          + " version "
                          + row.version()
                          + " (leaf "
                          + stored.leafIndex()
                          + " of batch "
                          + row.batch()
                          + ") differs from its signed form"));
    }
  }

  /** The store with another row, or none, in the place of a statement. */
  private RecordStore showing(Row wrong, Optional<Row> instead) {
    return new ForwardingStore(store) {
      @Override
      public Optional<Row> version(RowKey key, long version) {
        return key.equals(wrong.key()) && version == wrong.version()
            ? instead
            : super.version(key, version);
      }

      @Override
      public RowCursor scanAll(Table table) {
        List<Row> shown = new ArrayList<>(rows(table));
        if (shown.remove(wrong)) {
          instead.ifPresent(shown::add);
        }
        return cursor(shown);
      }
    };
  }

  private static RowCursor cursor(List<Row> rows) {
    Iterator<Row> each = rows.iterator();
    return new RowCursor() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public Row next() {
        return each.next();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void a_statement_that_the_log_does_not_name_is_found() {
    Row row = rows(Table.STATEMENT).get(0);
    RowKey elsewhere = RowKeys.statement(Identifier.parse("88.118.8/never-assigned"));
    Row added = new Row(elsewhere, 1, row.batch(), row.value());
    RecordStore more =
        new ForwardingStore(store) {
          @Override
          public RowCursor scanAll(Table table) {
            List<Row> shown = new ArrayList<>(rows(table));
            if (table == Table.STATEMENT) {
              shown.add(added);
            }
            return cursor(shown);
          }
        };

    assertThat(audit(more).findings())
        .containsExactly(
            new Finding("statement 88.118.8/never-assigned version 1 is not in the log", false));
  }

  @Test
  void a_head_that_says_something_else_is_found() {
    Head head = store.head();
    for (Head other :
        List.of(
            new Head(0, head.batches(), head.statements(), head.timeMillis(), head.root()),
            new Head(1, head.batches(), head.statements() + 1, head.timeMillis(), head.root()),
            new Head(1, head.batches(), head.statements(), 7, head.root()),
            new Head(
                1,
                head.batches(),
                head.statements(),
                head.timeMillis(),
                Bytes.wrap(new byte[32])))) {
      RecordStore says =
          new ForwardingStore(store) {
            @Override
            public Head head() {
              return other;
            }
          };
      assertThat(audit(says).findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.what()).startsWith("head: "));
    }
  }

  @Test
  void a_log_that_does_not_extend_a_kept_checkpoint_is_found() {
    Head head = store.head();
    LogName log = anchors.list().get(0).log();
    for (Checkpoint kept :
        List.of(
            Checkpoint.of(log, 2, Bytes.wrap(new byte[32])),
            Checkpoint.of(log, head.batches() + 1, head.root()))) {
      StoreAudit.Report report =
          StoreAudit.compare(
              store, anchors, batch -> true, Optional.of(kept), Clock.systemUTC(), checked -> {});
      assertThat(report.isDamaged()).isTrue();
      assertThat(report.findings()).hasSize(1);
    }
    Checkpoint now = Checkpoint.of(log, head.batches(), head.root());
    assertThat(
            StoreAudit.compare(
                    store,
                    anchors,
                    batch -> true,
                    Optional.of(now),
                    Clock.systemUTC(),
                    checked -> {})
                .findings())
        .isEmpty();
  }
}
