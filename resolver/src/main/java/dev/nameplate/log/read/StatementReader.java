package dev.nameplate.log.read;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.log.rows.IndexCursor;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.NewestTemplates;
import dev.nameplate.log.rows.RangeIndex;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.Templates;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import dev.nameplate.trust.chain.LogVoucher;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.chain.Voucher;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.StatementKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads committed statements with their proofs. Keeps decoded batches in memory, within a sixteenth
 * of the largest heap and 80 MiB; a store therefore has one reader for long. Thread-safe; reads the
 * store.
 */
public final class StatementReader {
  private final RecordStore store;
  private final Voucher voucher;
  private final ProvenBatches proven;
  private final OlderProofs older;
  private final RangeIndex ranges;
  private final Optional<FormerLog> former;

  /**
   * Reads a log.
   *
   * @param store the store of its rows
   * @param voucher vouches for the statements in them
   */
  public StatementReader(RecordStore store, Voucher voucher) {
    this(store, voucher, Optional.empty());
  }

  /**
   * Reads a log, and the records and event names of its former log.
   *
   * @param store the store of its rows
   * @param voucher vouches for the statements in them
   * @param former the node's former log, if it had to begin a new log
   */
  public StatementReader(RecordStore store, Voucher voucher, Optional<FormerLog> former) {
    this(
        store,
        voucher,
        new ProvenBatches(store, ProvenBatches.DEFAULT_BYTES),
        new OlderProofs(store, voucher.hash()),
        new RangeIndex(store),
        former);
  }

  private StatementReader(
      RecordStore store,
      Voucher voucher,
      ProvenBatches proven,
      OlderProofs older,
      RangeIndex ranges,
      Optional<FormerLog> former) {
    this.store = store;
    this.voucher = voucher;
    this.proven = proven;
    this.older = older;
    this.ranges = ranges;
    this.former = former;
  }

  /** A reader of the same log through another view of its store. */
  public StatementReader through(RecordStore view) {
    return new StatementReader(view, voucher, proven, older, ranges, former);
  }

  /** Reads a log without its keys, verifying each statement. */
  public static StatementReader verifying(RecordStore store, TrustAnchors anchors, Clock clock) {
    HashFunction hash = anchors.list().get(0).authorityKey().suite().hash();
    return new StatementReader(store, new LogVoucher(new StatementVerifier(anchors, clock), hash));
  }

  /** The node's log before this one. */
  public Optional<FormerLog> former() {
    return former;
  }

  private Optional<StatementReader> before() {
    return former.map(FormerLog::statements);
  }

  /** True for a statement of the node's former log. */
  public boolean isFormer(Verified<?> statement) {
    return former.isPresent() && statement.batch().log().equals(former.get().log());
  }

  /** Statements of every kind in log order, read on demand. Used by one thread; must be closed. */
  public interface Cursor extends Iterator<Verified<?>>, AutoCloseable {
    @Override
    void close();
  }

  /**
   * Statements of a kind in canonical order, read on demand. Used by one thread; must be closed.
   *
   * @param <T> type of their content
   */
  public interface Scan<T> extends Iterator<Verified<T>>, AutoCloseable {
    @Override
    void close();
  }

  /**
   * The newest version of a record, which may be its retirement; empty if it was never assigned.
   */
  public Optional<Verified<IdentifierRecord>> newest(Identifier identifier) {
    return store
        .newest(RowKeys.statement(identifier))
        .map(this::prove)
        .or(() -> ofRange(identifier))
        .or(() -> before().flatMap(reader -> reader.newest(identifier)));
  }

  /** A version of a record. */
  public Optional<Verified<IdentifierRecord>> version(Identifier identifier, long version) {
    if (version == 1) {
      Optional<Verified<IdentifierRecord>> member = ofRange(identifier);
      if (member.isPresent()) {
        return member;
      }
    }
    return store
        .version(RowKeys.statement(identifier), version)
        .map(this::prove)
        .or(() -> before().flatMap(reader -> reader.version(identifier, version)));
  }

  /** Version 1 of the record of an identifier that was assigned as a member of a range. */
  private Optional<Verified<IdentifierRecord>> ofRange(Identifier identifier) {
    return ranges
        .holding(identifier)
        .flatMap(row -> Verified.member(prover().prove(row, StatementKind.RANGE), identifier));
  }

  /**
   * The newest versions of the records under a prefix, including members of ranges, from a
   * canonical suffix on, in canonical order.
   */
  public Scan<IdentifierRecord> scan(Prefix prefix, String fromSuffix) {
    RowCursor rows =
        store.scan(Table.STATEMENT, RowKeys.statements(prefix), Bytes.utf8(fromSuffix));
    try {
      Scan<IdentifierRecord> scan = new MergedScan(rows, ranges, prover(), prefix, fromSuffix);
      return former.isEmpty()
          ? scan
          : new JoinedScan(scan, former.get().statements().scan(prefix, fromSuffix));
    } catch (RuntimeException | Error e) {
      rows.close(); // all that there is to be closed of either
      throw e;
    }
  }

  /**
   * The records under a prefix whose newest version has a value, from a canonical suffix on, in
   * canonical order.
   *
   * @param beforeEach called before each record is read; its exception ends the search
   */
  public IndexSearch search(IndexSearch.Wanted wanted, String fromSuffix, Runnable beforeEach) {
    List<IndexSearch.Rows> rows = new ArrayList<>();
    rows.add(new IndexSearch.Rows(store, prover()));
    before().ifPresent(reader -> rows.add(new IndexSearch.Rows(reader.store, reader.prover())));
    return new IndexSearch(rows, wanted, fromSuffix, beforeEach);
  }

  /** The items by which records can be found. */
  public IndexedItems indexedItems() {
    return new IndexedItems(
        Stream.concat(Stream.of(store), before().stream().map(reader -> reader.store)).toList());
  }

  /**
   * A record whose newest version is found by a digest.
   *
   * @param restricted whether to look among the values that not everyone may read
   * @param passedOver which records not to look at
   */
  public Optional<Identifier> holder(
      Prefix prefix, Bytes digest, boolean restricted, Predicate<Identifier> passedOver) {
    try (IndexCursor cursor = new IndexCursor(store, prefix, digest, restricted, "")) {
      while (cursor.peek().isPresent()) {
        IndexCursor.Found found = cursor.peek().get();
        Identifier identifier = Identifier.of(prefix, Suffix.parse(found.suffix()));
        if (!passedOver.test(identifier)
            && store
                .newest(RowKeys.statement(identifier))
                .filter(row -> row.version() == found.version())
                .isPresent()) {
          return newest(identifier).map(record -> record.value().identifier());
        }
        cursor.advance();
      }
    }
    return before().flatMap(reader -> reader.holder(prefix, digest, restricted, passedOver));
  }

  /**
   * The events recorded under a prefix, from a place on, in the order of time, followed by
   * restricted events.
   *
   * @param from the first place, from {@link #placeOf} or {@link #placesFrom}
   */
  public Scan<RecordedEvent> events(Prefix recorder, Bytes from) {
    return proven(
        store.scan(Table.STATEMENT, EventRows.partition(recorder), from), StatementKind.EVENT);
  }

  /** The sort key of an event among those of its recorder; unsigned bytes in the order of time. */
  public static Bytes placeOf(RecordedEvent event) {
    return EventRows.place(event);
  }

  /** The first place that an event of a time or later can have. */
  public static Bytes placesFrom(Instant time) {
    return EventRows.nameFrom(time);
  }

  /** The event that has a name; empty if none has, or it is withheld here. */
  public Optional<Verified<RecordedEvent>> event(Prefix recorder, String name) {
    return events(recorder, name).stream().findFirst();
  }

  /**
   * The visible events with a name. Several may share a name derived from their content: a public
   * event, which is first, and restricted events.
   */
  public List<Verified<RecordedEvent>> events(Prefix recorder, String name) {
    RowKey given = EventRows.nameKey(recorder, name);
    List<Verified<RecordedEvent>> found = new ArrayList<>(eventOfName(given).stream().toList());
    if (EventRows.isDerived(name) && !name.isEmpty()) {
      try (RowCursor rows = store.scan(given.table(), given.partition(), given.name())) {
        boolean more = rows.hasNext();
        while (more) {
          Row row = rows.next();
          more = row.key().name().asByteString().startsWith(given.name().asByteString());
          if (more && !row.key().equals(given)) {
            event(EventRows.named(row)).ifPresent(found::add);
          }
          more = more && rows.hasNext();
        }
      }
      before().ifPresent(reader -> reader.events(recorder, name).forEach(found::add));
    }
    return found;
  }

  /**
   * The event at a place among those of its recorder.
   *
   * @param disclosed true to include the content of a restricted event
   */
  public Optional<Verified<RecordedEvent>> event(
      Prefix recorder, Bytes place, Proofs proofs, boolean disclosed) {
    return store
        .newest(EventRows.key(recorder, place))
        .map(
            row ->
                disclosed
                    ? proofs.prover.prove(row, StatementKind.EVENT)
                    : proofs.prover.provePublic(row, StatementKind.EVENT));
  }

  /** A proof cache for a thread, which keeps the proofs of the previous statement. */
  public Proofs proofs() {
    return new Proofs(prover());
  }

  /** A proof cache, which speeds up reading of statements that were written together. */
  public static final class Proofs {
    private final Prover prover;

    private Proofs(Prover prover) {
      this.prover = prover;
    }
  }

  /** The events of the log in its order, without proofs. */
  public LoggedEvents loggedEvents() {
    return new LoggedEvents(this, store, voucher.hash());
  }

  /** The event that the row of a name leads to. */
  public Optional<Verified<RecordedEvent>> eventOfName(RowKey nameKey) {
    return store
        .read(nameKey)
        .map(EventRows::named)
        .flatMap(this::event)
        .or(() -> before().flatMap(reader -> reader.eventOfName(nameKey)));
  }

  /** The event in a row. */
  public Optional<Verified<RecordedEvent>> event(RowKey key) {
    return store
        .newest(key)
        .map(row -> prover().prove(row, StatementKind.EVENT))
        .or(() -> before().flatMap(reader -> reader.event(key)));
  }

  /** The receipt of the write that recorded an event. */
  public static Receipt receiptOfEvent(Verified<RecordedEvent> event) {
    return Receipt.of(
        event,
        RecordedEvent.identifierOf(event.value().recorder(), event.value().id().orElseThrow()),
        1);
  }

  /**
   * The templates, for one thread.
   *
   * @param newest is told what their newest versions are
   */
  public Templates templates(NewestTemplates newest) {
    return new Templates(store, newest);
  }

  /** True if a prefix has an index row of a restricted value. */
  public boolean hasRestrictedIndex(Prefix prefix) {
    return store.first(Table.INDEX, RowKeys.index(prefix, true), Bytes.EMPTY).isPresent();
  }

  /** The ranges. */
  public RangeIndex ranges() {
    return ranges;
  }

  /** Statements as stored, from a row on to the end of its partition. */
  public RowCursor rowsFrom(RowKey first) {
    return store.scan(Table.STATEMENT, first.partition(), first.name());
  }

  /** True if an identifier was ever assigned under exactly this prefix. */
  public boolean holdsRecords(Prefix prefix) {
    if (ranges.patterns(prefix).size() > 0
        || before().filter(reader -> reader.holdsRecords(prefix)).isPresent()) {
      return true;
    }
    return store.first(Table.STATEMENT, RowKeys.statements(prefix), Bytes.EMPTY).isPresent();
  }

  /** The newest delegation of a prefix that is kept under an outermost own one. */
  public Optional<Verified<Delegation>> newestDelegation(Prefix root, Prefix prefix) {
    return store
        .newest(RowKeys.delegation(root, prefix))
        .map(row -> prover().prove(row, StatementKind.DELEGATION));
  }

  /** A version of a delegation. */
  public Optional<Verified<Delegation>> delegation(Prefix root, Prefix prefix, long version) {
    return store
        .version(RowKeys.delegation(root, prefix), version)
        .map(row -> prover().prove(row, StatementKind.DELEGATION));
  }

  /** The newest delegations kept under an outermost own prefix, from a canonical prefix on. */
  Scan<Delegation> delegations(Prefix root, String from) {
    return proven(
        store.scan(Table.STATEMENT, RowKeys.delegations(root), Bytes.utf8(from)),
        StatementKind.DELEGATION);
  }

  /** The rows of all delegations under an own prefix. */
  RowCursor delegationRows(Prefix root) {
    return store.scan(Table.STATEMENT, RowKeys.delegations(root), Bytes.EMPTY);
  }

  /**
   * Committed statements in log order, up to the newest one now.
   *
   * @param firstPosition position of the first one, 0 or more
   */
  public Cursor fromPosition(long firstPosition) {
    return new LogCursor(this, firstPosition, store.head());
  }

  /**
   * Number of statements in the log at a time: those of batches of that time or earlier.
   *
   * <p>Reads log2 of the number of batches.
   */
  public long sizeAt(Instant moment) {
    long after = firstBatch(batches(), batch -> batch(batch).header().time().isAfter(moment));
    return after == 0 ? 0 : end(after - 1);
  }

  /** Commit time of the last of a number of statements; the beginning of 1970 for none. */
  public Instant timeAt(long statements) {
    return statements == 0 ? Instant.EPOCH : batch(batchHolding(statements - 1)).header().time();
  }

  private long end(long batch) {
    BatchHeader header = batch(batch).header();
    return header.firstPosition() + header.count();
  }

  /** The last batch whose first position is not behind the wanted one; 0 if there is none. */
  long batchHolding(long position) {
    return Math.max(
        0, firstBatch(batches(), batch -> batch(batch).header().firstPosition() > position) - 1);
  }

  /** The first batch of which something is true that is then true of all behind it. */
  private static long firstBatch(long batches, LongPredicate isTrue) {
    long low = 0;
    long high = batches;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (isTrue.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Number of committed batches. */
  long batches() {
    return store.head().batches();
  }

  /** Number of committed statements. */
  public long size() {
    return store.head().statements();
  }

  /** The receipt of the write that made a version: of a range, if it is a member's first. */
  public static Receipt receiptOfWrite(Verified<IdentifierRecord> statement) {
    if (!statement.statement().is(StatementKind.RANGE)) {
      return Receipt.of(statement, statement.value().identifier(), statement.value().version());
    }
    IdentifierRange range = RangeBody.parse(statement.statement().body()).range();
    return Receipt.of(statement, range.firstIdentifier(), 1)
        .reaching(range.lastIdentifier(), range.members());
  }

  /** True if an identifier was ever assigned, by name or as a member of a range. */
  public boolean isAssigned(Identifier identifier) {
    return store.newest(RowKeys.statement(identifier)).isPresent()
        || isInRange(identifier)
        || before().filter(reader -> reader.isAssigned(identifier)).isPresent();
  }

  /** True if an identifier was assigned as a member of a range. */
  public boolean isInRange(Identifier identifier) {
    return ranges.holding(identifier).isPresent();
  }

  /** The signed batch with a number below the head's. */
  public SignedBatch batch(long number) {
    Row row =
        store
            .read(RowKeys.batch(number))
            .orElseThrow(() -> CorruptLogException.missingDerived("batch " + number));
    return BatchRows.signed(row);
  }

  Manifest manifest(long batch) {
    return store
        .read(RowKeys.manifest(batch))
        .map(Manifest::decode)
        .orElseThrow(() -> CorruptLogException.missingDerived("manifest of batch " + batch));
  }

  Verified<?> read(Manifest.Entry entry, Prover prover) {
    return store
        .version(entry.key(), entry.version())
        .<Verified<?>>map(prover::prove)
        .orElseThrow(
            () ->
                CorruptLogException.missing(
                    "statement "
                        + entry.key().partition().substring(1)
                        + "/"
                        + entry.key().name().toUtf8()
                        + " version "
                        + entry.version()));
  }

  private Verified<IdentifierRecord> prove(Row row) {
    return prover().prove(row, StatementKind.RECORD);
  }

  /** Proves rows for one thread. */
  Prover prover() {
    return new Prover(proven, older, voucher);
  }

  private <T> Scan<T> proven(RowCursor rows, StatementKind<T> kind) {
    Prover prover = prover();
    return new Scan<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Verified<T> next() {
        return prover.prove(rows.next(), kind);
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }
}
