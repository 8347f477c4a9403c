package dev.nameplate.lineage;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.log.commit.Write;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.CompletableFuture;

/** A log on disk with the index that follows it, and events in few words. */
public final class EventLog implements AutoCloseable {
  /** The prefix of its items. */
  public static final Prefix MILL = Prefix.parse("88.118.8");

  /** When its events begin. */
  public static final Instant DAWN = Instant.parse("2026-03-02T06:00:00Z");

  private static final SigningKey KEY =
      SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom());

  private final RocksDbRecordStore store;
  private final StatementReader reader;
  private final OwnPrefixes prefixes;
  private final StatementLog log;
  private final LineageIndex index;

  /** Opens the log of the mill in a directory. */
  public EventLog(Path directory) {
    this(directory, Set.of(MILL));
  }

  /** Opens the log of some prefixes in a directory. */
  public EventLog(Path directory, Set<Prefix> owners) {
    String first = owners.stream().map(Prefix::toString).sorted().findFirst().orElseThrow();
    BatchSigner signer = new BatchSigner(new LogName(first + "/log-0badcafe"), KEY);
    CommitFeed feed = new CommitFeed();
    store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT);
    reader = new StatementReader(store, signer);
    prefixes = OwnPrefixes.load(owners, reader);
    log =
        new StatementLog(
                prefixes, store, reader, signer, RecordLimits.DEFAULT, 256, Clock.systemUTC(), feed)
            .start();
    index = LineageIndex.follow(reader, store.lineage(), feed);
  }

  /** An item of the mill. */
  public static ItemId item(String name) {
    return ItemId.of(Identifier.parse(MILL + "/" + name));
  }

  /** Minutes after the beginning. */
  public static Instant minute(long minutes) {
    return DAWN.plus(Duration.ofMinutes(minutes));
  }

  /** Items of the mill, separated by spaces; {@code name=amount:unit} with a quantity. */
  public static List<EventItem> items(String names) {
    List<EventItem> items = new ArrayList<>();
    for (StringTokenizer words = new StringTokenizer(names); words.hasMoreTokens(); ) {
      StringTokenizer parts = new StringTokenizer(words.nextToken(), "=:");
      String id = MILL + "/" + parts.nextToken();
      items.add(
          parts.hasMoreTokens()
              ? EventItem.of(id, parts.nextToken(), parts.nextToken())
              : EventItem.of(id));
    }
    return items;
  }

  /** A process by itself. */
  public static Event process(long minute, String inputs, String outputs) {
    return Event.at(minute(minute), new Processed(items(inputs), items(outputs)));
  }

  /** An event of a process. */
  public static Event process(long minute, String process, String inputs, String outputs) {
    return Event.at(minute(minute), new Processed(process, items(inputs), items(outputs), false));
  }

  /** Items that come to be. */
  public static Event create(long minute, String items) {
    return Event.at(minute(minute), new Created(items(items)));
  }

  /** Items that are packed into another, or leave it. */
  public static Event contain(long minute, Change change, String parent, String children) {
    return Event.at(
        minute(minute),
        new Contained(Optional.of(item(parent)), items(children), change, Bond.PACKED));
  }

  /** The withdrawal of an event. */
  public static Event withdraw(long minute, Event event) {
    return Event.at(
        minute(minute),
        new Withdrawn(new Target.ById(RecordedEvent.Content.of(event).id()), "wrong", List.of()));
  }

  /** The withdrawal of an event by its name. */
  public static Event withdraw(long minute, String name) {
    return Event.at(minute(minute), new Withdrawn(new Target.ByName(name), "wrong", List.of()));
  }

  /** Anything that happens to items. */
  public static Event event(long minute, Occurrence occurrence) {
    return Event.at(minute(minute), occurrence);
  }

  /** Records an event; its position. */
  public long record(Event event) {
    return append(event, false).join().position();
  }

  /** Records an event that not everyone may read; its position. */
  public long recordRestricted(Event event) {
    return append(event, true).join().position();
  }

  /** Begins to record an event. */
  public CompletableFuture<Receipt> append(Event event, boolean restricted) {
    return append(MILL, event, restricted);
  }

  /** Begins to record an event under a prefix. */
  public CompletableFuture<Receipt> append(Prefix recorder, Event event, boolean restricted) {
    return log.append(
        new Write.Capture(recorder, RecordedEvent.Content.of(event), restricted, OperationId.NONE));
  }

  /** The index as of now. */
  public LineageReader read() {
    return read(reader.size());
  }

  /** The index as of a position. */
  public LineageReader read(long asOf) {
    return index.read(
        asOf, Visibility.EVERYTHING, Budget.standard().within(Duration.ofSeconds(30)));
  }

  /** The index. */
  public LineageIndex index() {
    return index;
  }

  /** The store. */
  public RocksDbRecordStore store() {
    return store;
  }

  /** Reads the log. */
  public StatementReader statements() {
    return reader;
  }

  /** The prefixes of the log. */
  public OwnPrefixes prefixes() {
    return prefixes;
  }

  @Override
  public void close() {
    log.close();
    index.close();
    store.close();
  }
}
