package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;

/** An index whose rows an older version derived is derived anew, however often that is cut off. */
class OlderIndexTest {
  private static final int KILLS = 6;

  @TempDir private Path directory;

  @Test
  void an_index_without_a_version_is_derived_anew() throws Exception {
    record(500);
    makeOlder(500);

    requireListed(500);
    requireSound();
  }

  @Test
  void an_index_that_finds_items_by_digests_is_derived_anew() throws Exception {
    record(50);
    makeOlder(ByteBuffer.allocate(9).putLong(50).put((byte) 2).array());

    requireListed(50);
    requireSound();
  }

  @Test
  @Tag("crash")
  void an_index_is_what_the_log_gives_after_its_derivation_was_killed_again_and_again()
      throws Exception {
    int events = 10_000;
    record(events);
    makeOlder(events);
    Random random = new Random(13);
    int cutOff = 0;
    boolean derived = false;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildJvm deriver =
          ChildJvm.start(List.of(), Deriver.class, store().toString(), "" + random.nextInt(3))) {
        assertThat(deriver.line()).isEqualTo("opening");
        String line = "opening";
        for (int lines = random.nextInt(3); lines > 0 && !line.equals("done"); lines--) {
          line = deriver.line();
          assertThat(line).matches("[0-9]+|done");
        }
        cutOff += line.equals("done") ? 0 : 1;
        derived = line.equals("done");
        deriver.kill();
      }
      if (derived) {
        makeOlder(events);
      }
    }
    assertThat(cutOff)
        .as("derivations that were killed in their midst")
        .isGreaterThanOrEqualTo(KILLS / 2);

    requireSound(); // what the last kill left
    requireListed(events);
    requireSound();
  }

  /** Waits until all is derived. */
  private void requireListed(int events) {
    try (Node node = Node.open(config())) {
      EventLists.Page page =
          node.eventLists()
              .list(
                  EventFilter.of(ItemId.parse("88.118.8/SLAB-" + (events - 1))),
                  1,
                  Long.MAX_VALUE,
                  "",
                  Budget.standard().within(Duration.ofMinutes(1)),
                  Caller.OPERATOR);
      assertThat(page.events()).singleElement().matches(event -> !event.withdrawn());
    }
  }

  private void requireSound() {
    assertThat(NodeAudit.compare(config(), Optional.empty(), at -> {}).findings()).isEmpty();
  }

  private NodeConfig config() {
    return NodeConfig.in(directory)
        .authorityFor("88.118.8")
        .withSuite(SignatureSuite.ED25519_SHA256);
  }

  private void record(int events) {
    try (Node node = Node.open(config())) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        receipts.add(node.events().captureAsync(Capture.of("88.118.8", use(i))));
        if (receipts.size() == 1_000) {
          receipts.forEach(CompletableFuture::join);
          receipts.clear();
        }
      }
      receipts.forEach(CompletableFuture::join);
    }
  }

  private static Event use(int number) {
    return Event.at(
            Instant.parse("2026-03-02T06:00:00Z").plusSeconds(number % 3_600),
            new Processed(
                List.of(EventItem.of("88.118.8/HEAT-" + number / 10)),
                List.of(EventItem.of("88.118.8/SLAB-" + number, "1." + number % 100, "TNE"))))
        .step(number % 3 == 0 ? "" : "cutting");
  }

  private Path store() {
    return directory.resolve("store");
  }

  /** Writes rows as version 1 had them, and some that no version has, and a watermark. */
  private void makeOlder(int watermark) throws Exception {
    makeOlder(ByteBuffer.allocate(8).putLong(watermark).array());
  }

  private void makeOlder(byte[] watermark) throws Exception {
    try (Database database = Database.open(store(), StoreSettings.DEFAULT, false);
        WriteBatch batch = new WriteBatch()) {
      database.drop(Column.LINEAGE, RocksDbLineageStore.WATERMARK, new byte[] {(byte) 0xff});
      byte[] eventOf = ByteBuffer.allocate(9).put((byte) 'e').putLong(0).array();
      byte[] number = ByteBuffer.allocate(8).putLong(9).array();
      put(batch, database, RocksDbLineageStore.WATERMARK, watermark);
      put(batch, database, eventOf, utf8("\0\010" + "88.118.8")); // without what follows
      put(batch, database, utf8("m"), number);
      put(batch, database, utf8("zero"), number);
      database.write(batch);
      database.flush();
    }
  }

  private static void put(WriteBatch batch, Database database, byte[] key, byte[] value)
      throws Exception {
    batch.put(database.handle(Column.LINEAGE), key, value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Opens a store and derives its index, writes some of it to the disk, and says how far it is. */
  static final class Deriver {
    private Deriver() {}

    /** In the directory of the first argument; flushes each third piece, from the second's on. */
    public static void main(String[] arguments) throws Exception {
      System.out.println("opening");
      Path directory = Path.of(arguments[0]);
      AtomicInteger pieces = new AtomicInteger(Integer.parseInt(arguments[1]));
      SigningKey anyKey = SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom());
      BatchSigner voucher = new BatchSigner(new LogName("88.118.8/log-0badcafe"), anyKey);
      try (RocksDbRecordStore store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT)) {
        StatementReader statements = new StatementReader(store, voucher);
        LineageIndex.derive(
            statements,
            store.lineage(),
            statements.size(),
            at -> {
              System.out.println(at);
              if (pieces.incrementAndGet() % 3 == 0) {
                store.flush();
              }
            });
        System.out.println("done");
        System.in.read(); // until it is killed
      }
    }
  }
}
