package dev.nameplate.log.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of an older format is converted, whatever of it is damaged. */
final class ConversionTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @TempDir private Path directory;
  private TrustAnchors anchors;
  private RocksDbRecordStore store;

  /** Batches of one statement, and of up to forty, which are three groups. */
  @BeforeEach
  void fill() throws IOException {
    NodeConfig config =
        NodeConfig.in(directory)
            .authorityFor("88.118.8")
            .withoutPassphrase()
            .withSuite(SignatureSuite.ED25519_SHA256)
            .withBatchLeaves(40);
    try (Node node = Node.open(config)) {
      node.registrar().assign(Assignment.of(COIL).value(1, "n", "0"));
      for (int version = 1; version < 4; version++) {
        List<RecordValue> values = List.of(RecordValue.text(1, "n", "" + version));
        node.registrar().update(COIL, version, values, OperationId.NONE);
      }
      node.registrar().assignRange(RangeAssignment.of("88.118.8", "R-{seq:4}", 1, 1000));
      CompletableFuture.allOf(
              IntStream.range(0, 3_000)
                  .mapToObj(i -> Assignment.of("88.118.8/many-" + i).value(1, "n", "" + i))
                  .map(node.registrar()::assignAsync)
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
    anchors = NodeDirectory.anchorsIn(directory);
    OlderStore.make(NodeDirectory.store(directory));
    open();
  }

  private void open() {
    store = RocksDbRecordStore.open(NodeDirectory.store(directory), StoreSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The encoded statements with their proofs, by position; those that can be read. */
  private Map<Long, Bytes> readable() {
    StatementReader reader = StatementReader.verifying(store, anchors, Clock.systemUTC());
    Map<Long, Bytes> statements = new LinkedHashMap<>();
    for (long position = 0; position < store.head().statements(); position++) {
      try (StatementReader.Cursor log = reader.fromPosition(position)) {
        statements.put(position, log.next().statement().encoded());
      } catch (NodeException e) {
        // damaged
      }
    }
    return statements;
  }

  private StoreAudit.Report audit() {
    return StoreAudit.compare(
        store, anchors, batch -> true, Optional.empty(), Clock.systemUTC(), checked -> {});
  }

  private long rowsOf(Table table) {
    long rows = 0;
    try (RowCursor cursor = store.scanAll(table)) {
      for (; cursor.hasNext(); rows++) {
        cursor.next();
      }
    }
    return rows;
  }

  private Row statement(long batch, int leaf) {
    Manifest manifest = Manifest.decode(store.read(RowKeys.manifest(batch)).orElseThrow());
    Manifest.Entry entry = manifest.entries().get(leaf);
    return store.version(entry.key(), entry.version()).orElseThrow();
  }

  private void damage(long batch, int leaf) {
    Row row = statement(batch, leaf);
    byte[] value = row.value().toByteArray();
    value[value.length - 1] ^= 1;
    store.mend(List.of(new Row(row.key(), row.version(), batch, Bytes.wrap(value))), List.of());
  }

  /** A batch with more leaves than a group. */
  private List<Long> largeBatches() {
    List<Long> large = new ArrayList<>();
    for (long batch = 0; batch < store.head().batches(); batch++) {
      if (Manifest.decode(store.read(RowKeys.manifest(batch)).orElseThrow()).entries().size()
          == 40) {
        large.add(batch);
      }
    }
    assertThat(large).hasSizeGreaterThan(20);
    return large;
  }

  @Test
  void a_converted_store_gives_the_same_answers_and_is_sound() {
    Map<Long, Bytes> before = readable();
    assertThat(before).hasSize(3_005);
    assertThat(Conversion.pending(store)).isEqualTo(store.head().batches());

    assertThat(Conversion.run(store, done -> {})).isZero();

    assertThat(store.isOlder()).isFalse();
    assertThat(readable()).isEqualTo(before);
    assertThat(audit().findings()).isEmpty();
    assertThat(rowsOf(Table.PROOF)).isEqualTo(store.head().batches());
    assertThat(Conversion.pending(store)).isZero();
  }

  @Test
  void an_interrupted_conversion_goes_on_where_it_was() throws IOException {
    Map<Long, Bytes> before = readable();
    List<Long> first = new ArrayList<>();
    IllegalStateException interruption = new IllegalStateException("interrupted");
    assertThatThrownBy(
            () ->
                Conversion.run(
                    store,
                    done -> {
                      first.add(done);
                      throw interruption;
                    }))
        .isSameAs(interruption);
    assertThat(first.get(0)).isBetween(1L, store.head().batches() - 1);
    assertThat(store.isOlder()).isTrue();
    assertThat(readable()).isEqualTo(before); // half of it in either format
    store.close();
    open();
    assertThat(store.isOlder()).isTrue();
    assertThat(Conversion.pending(store)).isEqualTo(store.head().batches() - first.get(0));

    List<Long> second = new ArrayList<>();
    assertThat(Conversion.run(store, second::add)).isZero();

    assertThat(second).isSorted().endsWith(store.head().batches());
    assertThat(second.get(0)).isGreaterThan(first.get(0));
    assertThat(readable()).isEqualTo(before);
    assertThat(audit().findings()).isEmpty();
  }

  @Test
  void a_converted_store_whose_format_is_unknown_is_only_marked() throws IOException {
    Conversion.run(store, done -> {});
    store.close();
    OlderStore.mark(NodeDirectory.store(directory), 3);
    open();

    assertThat(store.isOlder()).isTrue();
    assertThat(Conversion.pending(store)).isZero();
    assertThat(Conversion.run(store, done -> {})).isZero();
    assertThat(store.isOlder()).isFalse();
  }

  @Test
  void damage_in_a_batch_makes_nothing_else_unreadable_and_is_named_afterwards() {
    Map<Long, Bytes> whole = readable();
    List<Long> large = largeBatches();
    damage(large.get(0), 3); // a statement
    damage(large.get(1), 20); // a statement, and a proof of others
    store.mend(List.of(), List.of(RowKeys.proofGroup(large.get(1), 0)));
    store.mend( // proofs alone: they follow from the statements
        List.of(),
        List.of(
            RowKeys.proofGroup(large.get(2), 0),
            RowKeys.proofGroup(large.get(2), 1),
            RowKeys.proofGroup(large.get(2), 2)));
    store.mend(List.of(), List.of(RowKeys.batch(large.get(3)))); // its proofs have a copy
    store.mend(List.of(), List.of(RowKeys.manifest(large.get(4))));
    Row undecodable = statement(large.get(5), 0);
    store.mend(
        List.of(new Row(undecodable.key(), 1, large.get(5), Bytes.fromHex("ffffffff"))), List.of());
    long lastBatch = store.head().batches() - 1;
    damage(lastBatch, 0);
    Map<Long, Bytes> before = readable();
    assertThat(before.size()).isLessThan(whole.size());

    // Damaged statements, and the batch whose statements are not known.
    assertThat(Conversion.run(store, done -> {})).isEqualTo(5);

    Map<Long, Bytes> after = readable();
    assertThat(after).containsAllEntriesOf(before);
    assertThat(Conversion.pending(store)).isZero();
    StoreAudit.Report report = audit();
    assertThat(report.isDamaged()).isTrue();
    TreeSet<String> lost = new TreeSet<>();
    report.findings().stream()
        .filter(finding -> !finding.derived())
        .forEach(finding -> lost.add(finding.what()));
    assertThat(lost)
        .hasSize(4)
        .anyMatch(what -> what.contains("(leaf 3 of batch " + large.get(0) + ") differs from"))
        .anyMatch(what -> what.contains("(leaf 20 of batch " + large.get(1) + ") differs from"))
        .anyMatch(what -> what.contains("batch " + large.get(5)))
        .anyMatch(what -> what.contains("batch " + lastBatch));
    // The batch that was not converted is whole as soon as its manifest is derived again.
    StoreAudit.rebuild(store, anchors, batch -> true, Clock.systemUTC(), checked -> {});
    assertThat(audit().findings())
        .extracting(Finding::what)
        .containsExactlyInAnyOrderElementsOf(lost);
    assertThat(StoredStatement.decode(statement(large.get(4), 0)).siblings()).isPresent();
    assertThat(readable()).containsAllEntriesOf(after).hasSizeGreaterThan(after.size());
  }

  /** Puts another copy of the signature into the row of a batch. */
  private void sign(long batch, int more, int flipped) {
    SignedBatch signed = SignedBatch.parse(store.read(RowKeys.batch(batch)).orElseThrow().value());
    BatchHeader is = signed.header();
    BatchHeader header =
        new BatchHeader(
            is.log(),
            is.epoch(),
            is.batch(),
            is.firstPosition(),
            is.count() + more,
            is.root(),
            is.time(),
            is.suite(),
            is.keyId());
    byte[] signature = signed.signature().toByteArray();
    signature[0] ^= (byte) flipped;
    SignedBatch changed =
        SignedBatch.fromProto(
            signed.toProto().toBuilder()
                .setHeader(header.encoded().asByteString())
                .setSignature(Bytes.wrap(signature).asByteString())
                .build());
    store.mend(List.of(new Row(RowKeys.batch(batch), 0, batch, changed.encoded())), List.of());
  }

  @Test
  void a_damaged_copy_of_a_signature_does_not_replace_the_good_one() {
    Map<Long, Bytes> whole = readable();
    List<Long> large = largeBatches();
    sign(large.get(0), 0, 1);
    sign(large.get(1), 1, 0);
    sign(large.get(2), -1, 0);
    sign(large.get(3), 1000, 0);
    sign(large.get(4), 0, 1);
    store.mend(List.of(), List.of(RowKeys.proofGroup(large.get(4), 0))); // the next is good
    sign(large.get(5), 8, 0); // alone
    store.mend(
        List.of(),
        List.of(
            RowKeys.proofGroup(large.get(5), 0),
            RowKeys.proofGroup(large.get(5), 1),
            RowKeys.proofGroup(large.get(5), 2)));
    Map<Long, Bytes> before = readable();

    assertThat(Conversion.run(store, done -> {})).isEqualTo(6);

    assertThat(readable()).isEqualTo(before);
    sign(large.get(5), -8, 0);
    StoreAudit.Report report = audit();
    assertThat(report.isDamaged()).isFalse();
    for (long batch : large.subList(0, 5)) {
      assertThat(report.findings())
          .extracting(Finding::what)
          .contains(RowKeys.describe(RowKeys.batch(batch)) + " does not match the log");
    }
    StoreAudit.rebuild(store, anchors, batch -> true, Clock.systemUTC(), checked -> {});
    assertThat(audit().findings()).isEmpty();
    assertThat(readable()).isEqualTo(whole);
  }

  @Test
  void rows_are_written_some_thousands_at_a_time() {
    List<Long> written = new ArrayList<>();
    Conversion.run(store, written::add);
    assertThat(written).hasSizeGreaterThanOrEqualTo(2);
    for (int i = 1; i < written.size(); i++) {
      assertThat(written.get(i) - written.get(i - 1)).isLessThan(2_000);
    }
  }

  @Test
  void a_store_of_this_format_is_left_alone() {
    Conversion.run(store, done -> {});
    List<Long> told = new ArrayList<>();
    assertThat(Conversion.run(store, told::add)).isZero();
    assertThat(told).isEmpty();
    RowKey key = RowKeys.statement(COIL);
    assertThat(store.newest(key)).isPresent();
  }
}
