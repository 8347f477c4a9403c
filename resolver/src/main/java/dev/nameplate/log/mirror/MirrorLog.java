package dev.nameplate.log.mirror;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.AuditFailedException;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.audit.ReceivedBatch;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StatementRows;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies the log of a node into a store, and believes nothing that it does not check:
 *
 * <ol>
 *   <li>each checkpoint is signed by the log's keys, and extends every one that was seen before;
 *   <li>every statement verifies by itself ({@link StatementVerifier#verifyLogged}), and is the
 *       version behind the one that is there;
 *   <li>batches are complete and follow each other without gaps, and neither time nor epoch falls;
 *   <li>before a batch is committed, the log up to it is proven to be a beginning of the one in the
 *       signed checkpoint.
 * </ol>
 *
 * <p>Batches are committed whole, a few at a time, each commit durable before the next begins; what
 * was not committed when the process ends is asked for again. Used by one thread, until it throws.
 */
public final class MirrorLog {
  /** The most batches that are committed together; each has up to 256 statements. */
  private static final int MOST_BATCHES = 64;

  /** The approximate limit of bytes of statements that are committed together. */
  private static final long MOST_BYTES = 16L << 20;

  private final RecordStore store;
  private final StatementVerifier verifier;
  private final TrustAnchors anchors;
  private final Kept kept;
  private final LogTree tree;

  private final List<Row> rows = new ArrayList<>();

  /** The statements of the batch that is being received, and their leaf hashes. */
  private final List<Verified<?>> received = new ArrayList<>();

  private final List<Bytes> leaves = new ArrayList<>();
  private final Map<RowKey, Before> staged = new HashMap<>();
  private final Map<IdentifierRange, Bytes> stagedRanges = new HashMap<>();
  private final StatementRows following;
  private Head next;
  private @Nullable BatchHeader last;
  private long bytes;

  /** Files of a mirror beside its rows. */
  public interface Kept {
    /** The checkpoints that were seen, and that every later one must extend. */
    List<SignedNote> promised();

    /** Keeps a newer one, which extends them all. Durable on return. */
    void promise(SignedNote checkpoint);

    /** Keeps a checkpoint whose batches are all committed now. Durable on return. */
    void reach(SignedNote checkpoint);
  }

  /** A version that the next one must follow. */
  private record Before(long version, Bytes leafHash) {}

  /** A checkpoint and its content. */
  private record Promise(SignedNote note, Checkpoint said) {}

  /**
   * Continues at the end of the store.
   *
   * @param store where the rows go
   * @param anchors the log's anchors, one for each key that signed it
   * @param kept keeps checkpoints
   * @param clock what time it is
   */
  public MirrorLog(RecordStore store, TrustAnchors anchors, Kept kept, Clock clock) {
    this.store = store;
    this.following = new StatementRows(store, anchors.list().get(0).prefixes());
    this.anchors = anchors;
    this.verifier = new StatementVerifier(anchors, clock, 1);
    this.kept = kept;
    this.tree = new LogTree(store);
    this.next = store.head();
    if (next.batches() > 0) {
      Row row =
          store
              .read(RowKeys.batch(next.batches() - 1))
              .orElseThrow(() -> CorruptLogException.missingDerived("newest batch"));
      this.last = BatchRows.signed(row).header();
    }
    if (!tree.root().equals(next.root())) {
      throw CorruptLogException.differentDerived("root of the log tree", tree.root(), next.root());
    }
  }

  /**
   * Copies the log, and with {@code follow} later statements, until the source ends.
   *
   * @param source shows the log
   * @param follow whether to wait for more
   * @param progress told the number of statements committed, after each commit
   * @return the newest checkpoint; all of it is committed
   * @throws RejectedStatementException if the source shows something that must not be believed; the
   *     message names the rule, and as {@link AuditFailedException} the position
   */
  public SignedNote copy(LogSource source, boolean follow, LongConsumer progress) {
    Promise promise = agree(source);
    progress.accept(next.statements());
    if (next.batches() == promise.said().size()) {
      reach(promise);
      if (!follow) {
        return promise.note();
      }
    }
    try (LogSource.Statements statements = source.statements(next.statements(), follow)) {
      ReceivedBatch batch = null;
      while (statements.hasNext()) {
        Verified<?> statement = verified(statements.next(), batch);
        batch = batch == null ? begin(statement.statement().signedBatch()) : batch;
        leaves.add(batch.add(statement.statement()));
        received.add(statement);
        if (batch.isFull()) {
          if (batch.number() >= promise.said().size()) {
            promise = covering(source, batch.number());
          }
          stage(batch.signed());
          if (isFull() || next.batches() == promise.said().size()) {
            commit(source, promise);
            progress.accept(next.statements());
          }
          batch = null;
        }
      }
    }
    require(
        store.head().batches() >= promise.said().size(),
        "the log ends in batch "
            + store.head().batches()
            + ", but its checkpoint covers "
            + promise.said().size()
            + " batches");
    return promise.note();
  }

  /** The source's checkpoint, once it is found to extend all that are kept. */
  private Promise agree(LogSource source) {
    SignedNote note = source.checkpoint();
    Checkpoint said = Checkpoint.verify(note, anchors);
    long longest = 0;
    for (SignedNote promised : kept.promised()) {
      Checkpoint before = Checkpoint.parse(promised.text());
      requireExtends(source, before.size(), before.root(), said, "kept from before");
      longest = Math.max(longest, before.size());
    }
    if (next.batches() > 0 && longest < next.batches()) {
      requireExtends(source, next.batches(), next.root(), said, "of this mirror");
    }
    kept.promise(note);
    return new Promise(note, said);
  }

  private Promise covering(LogSource source, long batch) {
    Promise newer = agree(source);
    require(
        newer.said().size() > batch,
        "batch " + batch + " is shown, but the checkpoint covers " + newer.said().size());
    return newer;
  }

  private void requireExtends(
      LogSource source, long size, Bytes root, Checkpoint said, String what) {
    require(
        said.size() >= size,
        "the log was truncated: its checkpoint covers "
            + said.size()
            + " batches, the checkpoint "
            + what
            + " covers "
            + size);
    if (size == 0) {
      return;
    }
    List<Bytes> proof =
        said.size() == size ? List.of() : source.proveConsistency(size, said.size());
    try {
      MerkleProof.requireConsistency(
          HashFunction.SHA256, size, root, said.size(), said.root(), proof);
    } catch (RejectedStatementException e) {
      throw new AuditFailedException(
          next.statements(),
          "the history was rewritten: the checkpoint over "
              + said.size()
              + " batches does not extend the checkpoint over "
              + size
              + " "
              + what);
    }
  }

  private Verified<?> verified(SignedStatement statement, @Nullable ReceivedBatch batch) {
    try {
      return verifier.verifyLogged(statement.withoutDisclosures());
    } catch (RejectedStatementException e) {
      throw new AuditFailedException(next.statements() + (batch == null ? 0 : leaves.size()), e);
    }
  }

  private ReceivedBatch begin(SignedBatch signed) {
    BatchHeader header = signed.header();
    ReceivedBatch batch =
        ReceivedBatch.begin(signed, next.batches(), next.statements(), Optional.ofNullable(last));
    require(
        header.count() <= StatementLog.MAX_BATCH_LEAVES,
        "batch "
            + header.batch()
            + " has "
            + header.count()
            + " statements (expected: at most "
            + StatementLog.MAX_BATCH_LEAVES
            + ")");
    leaves.clear();
    received.clear();
    return batch;
  }

  private void stage(SignedBatch signed) {
    BatchHeader header = signed.header();
    BatchRows made = new BatchRows(header.batch(), rows);
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      Verified<?> statement = received.get(leaf);
      StatementRows.Place place = following.place(statement.value());
      requireNext(statement.value(), place, next.statements() + leaf);
      staged.put(place.key(), new Before(place.version(), leaves.get(leaf)));
      if (statement.value() instanceof IdentifierRange range) {
        stagedRanges.put(range, leaves.get(leaf));
      }
      following.expect(statement.value());
      Bytes body = statement.statement().body();
      bytes += body.size();
      made.add(place.key(), place.version(), body, List.of());
      rows.addAll(following.index(statement.value(), header.batch()));
    }
    made.sign(signed, MerkleTree.ofLeafHashes(header.suite().hash(), leaves));
    rows.addAll(tree.append(signed.headerBytes()));
    last = header;
    next =
        new Head(
            header.epoch(),
            next.batches() + 1,
            next.statements() + header.count(),
            header.time().toEpochMilli(),
            tree.root());
  }

  private void requireNext(Object said, StatementRows.Place place, long position) {
    Before before = staged.get(place.key());
    if (before == null) {
      before =
          store
              .newest(place.key())
              .map(this::before)
              .or(() -> ofRange(said))
              .orElse(new Before(0, Bytes.EMPTY));
    }
    if (place.version() != before.version() + 1 || !place.previous().equals(before.leafHash())) {
      throw new AuditFailedException(
          position,
          RowKeys.describe(place.key())
              + " version "
              + place.version()
              + " does not follow version "
              + before.version());
    }
  }

  /** Version 1 of a record of a range's member is the range's statement. */
  private Optional<Before> ofRange(Object said) {
    if (!(said instanceof IdentifierRecord record)) {
      return Optional.empty();
    }
    return stagedRanges.entrySet().stream()
        .filter(range -> range.getKey().numberOf(record.identifier()).isPresent())
        .map(range -> new Before(1, range.getValue()))
        .findFirst()
        .or(() -> following.rangeOf(record).map(this::before));
  }

  private Before before(Row row) {
    HashFunction hash = anchors.list().get(0).authorityKey().suite().hash();
    return new Before(row.version(), hash.leafHash(StoredStatement.decode(row).body()));
  }

  private boolean isFull() {
    return bytes >= MOST_BYTES || next.batches() - store.head().batches() >= MOST_BATCHES;
  }

  private void commit(LogSource source, Promise promise) {
    Checkpoint said = promise.said();
    if (next.batches() == said.size()) {
      require(
          next.root().equals(said.root()),
          "the batches up to here do not match the root of the signed checkpoint");
    } else {
      requireExtends(source, next.batches(), next.root(), said, "of the statements shown");
    }
    store.stage(rows);
    store.commit(store.head(), next);
    rows.clear();
    staged.clear();
    stagedRanges.clear();
    following.settle();
    bytes = 0;
    if (next.batches() == said.size()) {
      reach(promise);
    }
  }

  private void reach(Promise promise) {
    require(
        next.root().equals(promise.said().root()),
        "this mirror does not have the root of the signed checkpoint");
    kept.reach(promise.note());
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AuditFailedException(next.statements(), otherwise);
    }
  }
}
