package dev.nameplate.log.audit;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.ProvenBatch;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole store again, derives every row that follows from the log, and compares.
 *
 * <p>The log itself is the statements and the signed batches. They are checked: every statement
 * verifies, stands where what it says belongs, follows the version before it, and is one of a batch
 * that is complete and signed; batches follow each other without gaps, and neither time nor epoch
 * falls. Everything else in the store follows from these and is derived anew: manifests, proofs
 * (those parts of them that are in the rows of statements, too), the nodes and the root of the log
 * tree, and the head. What is in the store and in none of these is named, too. Receipts by
 * operation id do not follow from the log, and are not looked at.
 *
 * <p>Reads as a stream and in places; memory does not grow with the log. Needs no private key.
 * Nobody may write meanwhile. Used by one thread, once.
 */
public final class StoreAudit {
  /** The most differences that are named; further differences are only counted. */
  public static final int MOST_NAMED = 1_000;

  /** Batches whose statements are looked for in one reading of all statements. */
  private static final int SOUGHT_AT_ONCE = 256;

  private final RecordStore store;
  private final StatementVerifier verifier;
  private final Rederivation derivation;
  private final TrustAnchor anchor;
  private final Optional<Checkpoint> expected;
  private final Mending mending;
  private final LongConsumer progress;
  private final Belonging belonging;

  private final LogTree tree = LogTree.empty();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Long, SignedBatch> suspects = new LinkedHashMap<>();
  private @Nullable BatchHeader last;
  private long differences;
  private long statements;
  private long indexed;
  private long checked;

  private StoreAudit(
      RecordStore store,
      TrustAnchors anchors,
      LongPredicate disclosed,
      Optional<Checkpoint> expected,
      Clock clock,
      Mending mending,
      LongConsumer progress) {
    this.store = store;
    this.verifier = new StatementVerifier(anchors, clock, 1);
    this.anchor = anchors.list().get(0);
    this.derivation = new Rederivation(store, verifier, anchor.prefixes(), disclosed);
    this.expected = expected;
    this.mending = mending;
    this.progress = progress;
    this.belonging = new Belonging(store);
  }

  /**
   * The result of an audit.
   *
   * @param head the committed end of the log
   * @param statements number of statements read
   * @param derived number of rows derived and compared
   * @param mended number of rows written again or removed; 0 in an audit
   * @param differences number of differences, before mending
   * @param findings the first differences, at most {@link #MOST_NAMED}
   */
  public record Report(
      Head head,
      long statements,
      long derived,
      long mended,
      long differences,
      List<Finding> findings) {
    /** Copies the findings. */
    public Report {
      findings = List.copyOf(findings);
    }

    /** True if a difference is left that no rebuild mends. */
    public boolean isDamaged() {
      return findings.stream().anyMatch(finding -> !finding.derived());
    }
  }

  /**
   * Compares, and changes nothing.
   *
   * @param anchors whom to believe: the log's anchors, one for each key that signed it
   * @param disclosed of which batches restricted values must be there, as they are at the log's
   *     owner
   * @param expected a checkpoint that the log must extend, already verified
   * @param clock what time it is
   * @param progress told the number of statements checked
   */
  public static Report compare(
      RecordStore store,
      TrustAnchors anchors,
      LongPredicate disclosed,
      Optional<Checkpoint> expected,
      Clock clock,
      LongConsumer progress) {
    return new StoreAudit(store, anchors, disclosed, expected, clock, Mending.none(), progress)
        .run();
  }

  /**
   * Compares, and mends what follows from the log. Nothing is signed, no statement is changed, and
   * the head stays. The row of a statement is only written for the part of its proof in it.
   */
  public static Report rebuild(
      RecordStore store,
      TrustAnchors anchors,
      LongPredicate disclosed,
      Clock clock,
      LongConsumer progress) {
    return new StoreAudit(
            store, anchors, disclosed, Optional.empty(), clock, Mending.of(store), progress)
        .run();
  }

  private Report run() {
    Head head = store.head();
    boolean whole = true;
    for (long batch = 0; batch < head.batches() && whole; batch++) {
      whole = batch(batch);
    }
    lookForSuspects();
    if (whole) {
      compareHead(head);
      mending.flush(); // rows of an older format may be surplus now
      compareSurplus(head);
    }
    mending.flush();
    return new Report(
        head,
        checked,
        head.batches() * 3 + RowKeys.logNodes(head.batches()) + indexed,
        mending.mended(),
        differences,
        findings);
  }

  /** Checks a batch; false if its signature is lost, so that later batches cannot be checked. */
  private boolean batch(long number) {
    Optional<SignedBatch> signed = signed(number);
    if (signed.isEmpty()) {
      lost(
          "batch "
              + number
              + " is missing, or its signature is damaged; later batches are not checked");
      return false;
    }
    BatchHeader header = signed.get().header();
    Optional<String> misplaced = misplaced(header, number);
    if (misplaced.isPresent()) {
      lost("batch " + number + ": " + misplaced.get() + "; later batches are not checked");
      return false;
    }
    statements += header.count();
    last = header;
    tree.append(signed.get().headerBytes()).forEach(this::compare);
    compareRoot(number);
    statementsOf(signed.get());
    return true;
  }

  private void compareRoot(long number) {
    expected
        .filter(checkpoint -> checkpoint.size() == number + 1)
        .filter(checkpoint -> !checkpoint.root().equals(tree.root()))
        .ifPresent(
            checkpoint ->
                lost(
                    "root of the log tree over "
                        + checkpoint.size()
                        + " batches is "
                        + tree.root().toHex()
                        + " (expected: "
                        + checkpoint.root().toHex()
                        + " of the signed checkpoint)"));
  }

  /** The signed batch, from its row, or else from the row of its proofs, which has a copy of it. */
  private Optional<SignedBatch> signed(long number) {
    Optional<Row> row = Rederivation.attempt(() -> store.read(RowKeys.batch(number)));
    Optional<SignedBatch> signed =
        row.filter(found -> found.batch() == number)
            .flatMap(found -> Rederivation.attempt(found, BatchRows::signed))
            .filter(this::isSigned);
    if (signed.isPresent()) {
      return signed;
    }
    Optional<SignedBatch> copy =
        Rederivation.attempt(() -> store.read(RowKeys.proof(number)))
            .flatMap(found -> Rederivation.attempt(found, ProvenBatch::decode))
            .map(ProvenBatch::signed)
            .filter(this::isSigned)
            .or(() -> olderCopy(number));
    copy.ifPresent(
        found -> differs(new Row(RowKeys.batch(number), 0, number, found.encoded()), row));
    return copy;
  }

  private Optional<SignedBatch> olderCopy(long number) {
    int groups = ProofGroup.groups(StatementLog.MAX_BATCH_LEAVES);
    return Rederivation.olderCopies(store, number, groups).filter(this::isSigned).findFirst();
  }

  private boolean isSigned(SignedBatch batch) {
    try {
      verifier.verifyBatch(batch);
      return true;
    } catch (RejectedStatementException e) {
      return false;
    }
  }

  private Optional<String> misplaced(BatchHeader header, long number) {
    BatchHeader before = last;
    if (header.batch() != number || header.firstPosition() != statements) {
      return Optional.of(
          "it claims to be batch "
              + header.batch()
              + " from position "
              + header.firstPosition()
              + " (expected: position "
              + statements
              + ")");
    }
    if (before != null
        && (header.time().isBefore(before.time()) || header.epoch() < before.epoch())) {
      return Optional.of("its time or its epoch is below that of the batch before it");
    }
    return Optional.empty();
  }

  private void statementsOf(SignedBatch signed) {
    long number = signed.header().batch();
    Optional<Manifest> manifest =
        Rederivation.attempt(() -> store.read(RowKeys.manifest(number)))
            .flatMap(row -> Rederivation.attempt(row, Manifest::decode));
    try {
      check(signed, manifest.map(Manifest::entries).orElse(List.of()));
    } catch (Rederivation.NotAsSignedException e) {
      suspects.put(number, signed); // the manifest may be wrong, or a statement
      if (suspects.size() == SOUGHT_AT_ONCE) {
        lookForSuspects();
      }
    }
  }

  private void check(SignedBatch signed, List<Manifest.Entry> entries)
      throws Rederivation.NotAsSignedException {
    Rederivation.Derived derived = derivation.derive(signed, entries);
    for (Row row : derived.statements()) {
      differs(row, Optional.of(row));
    }
    for (Row row : derived.rows()) {
      if (isSuperseded(row)) {
        continue;
      }
      compare(row);
      indexed += row.key().table() == Table.INDEX ? 1 : 0;
    }
    checked += signed.header().count();
    progress.accept(checked);
  }

  /** Searches all statements for those of batches with a wrong manifest. */
  private void lookForSuspects() {
    if (suspects.isEmpty()) {
      return;
    }
    Map<Long, List<Manifest.Entry>> found =
        new StatementSearch(store).statementsOf(suspects.keySet());
    suspects.forEach(
        (number, signed) -> {
          try {
            check(signed, found.getOrDefault(number, List.of()));
          } catch (Rederivation.NotAsSignedException e) {
            lost(String.valueOf(e.getMessage()));
          }
        });
    suspects.clear();
  }

  private void compareHead(Head head) {
    BatchHeader newest = last;
    long time = newest == null ? 0 : newest.time().toEpochMilli();
    long epoch = newest == null ? 0 : newest.epoch();
    requireHead("statements", head.statements(), statements);
    requireHead("root", head.root(), tree.root());
    requireHead("time", head.timeMillis(), time);
    if (head.epoch() < epoch) {
      requireHead("epoch", head.epoch(), epoch + " or more");
    }
    expected
        .filter(checkpoint -> checkpoint.size() > head.batches())
        .ifPresent(
            checkpoint -> requireHead("number of batches", head.batches(), checkpoint.size()));
  }

  private void requireHead(String what, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      lost("head: its " + what + " is " + found + " (expected: " + wanted + ")");
    }
  }

  private void compareSurplus(Head head) {
    compareSurplus(Table.BATCH, head.batches() * 2);
    compareSurplus(Table.PROOF, head.batches());
    compareSurplus(Table.LOG_NODE, RowKeys.logNodes(head.batches()));
    compareSurplus(Table.INDEX, indexed);
    compareSurplus(Table.STATEMENT, statements);
  }

  /** Looks for rows that do not belong, only where there are more or fewer than there must be. */
  private void compareSurplus(Table table, long wanted) {
    long found = 0;
    try (RowCursor rows = store.scanAll(table)) {
      for (; rows.hasNext(); found++) {
        rows.next();
      }
    }
    if (found == wanted) {
      return;
    }
    List<RowKey> surplus = new ArrayList<>();
    try (RowCursor rows = store.scanAll(table)) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (belonging.belongs(row)) {
          continue;
        }
        String what = RowKeys.describe(row.key());
        if (table == Table.STATEMENT) {
          lost("statement " + what + " version " + row.version() + " is not in the log");
        } else {
          add(new Finding(what + " has no cause in the log", true));
          surplus.add(row.key());
        }
      }
    }
    surplus.forEach(mending::remove);
  }

  private void compare(Row expectedRow) {
    Optional<Row> found = Rederivation.attempt(() -> store.read(expectedRow.key()));
    if (!found.equals(Optional.of(expectedRow))) {
      differs(expectedRow, found);
    }
  }

  /** True if a name row leads to a newer event of the same name. */
  private boolean isSuperseded(Row expectedRow) {
    return expectedRow.key().table() == Table.INDEX
        && EventRows.isName(expectedRow.key())
        && Rederivation.attempt(() -> store.read(expectedRow.key()))
            .filter(found -> !found.equals(expectedRow))
            .filter(found -> found.batch() >= expectedRow.batch())
            .filter(belonging::belongs)
            .isPresent();
  }

  private void differs(Row expectedRow, Optional<Row> found) {
    String what =
        expectedRow.key().table() == Table.STATEMENT
            ? "proof of statement "
                + RowKeys.describe(expectedRow.key())
                + " version "
                + expectedRow.version()
            : RowKeys.describe(expectedRow.key());
    add(new Finding(what + (found.isEmpty() ? " is missing" : " does not match the log"), true));
    mending.put(expectedRow);
  }

  private void lost(String what) {
    add(new Finding(what, false));
  }

  private void add(Finding finding) {
    differences++;
    if (findings.size() < MOST_NAMED) {
      findings.add(finding);
    } else if (!finding.derived() && findings.get(MOST_NAMED - 1).derived()) {
      findings.set(MOST_NAMED - 1, finding); // the verdict must show it
    }
  }
}
