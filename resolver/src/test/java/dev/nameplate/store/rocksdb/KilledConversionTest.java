package dev.nameplate.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.audit.Conversion;
import dev.nameplate.log.audit.OlderStore;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversion that was killed again and again ends as one that was not. */
@Tag("crash")
class KilledConversionTest {
  private static final int COILS = 40_000;
  private static final int KILLS = 8;
  private static final Identifier CHANGED = Identifier.parse("88.118.8/COIL-7");

  @TempDir private Path directory;

  @Test
  void every_statement_is_the_same_however_often_its_conversion_was_killed() throws Exception {
    fill();
    List<Bytes> before = statements();
    Path store = NodeDirectory.store(directory);
    OlderStore.make(store);
    long seed = new Random().nextLong();
    Random random = new Random(seed);

    int cutOff = 0;
    boolean done = false;
    while (!done) {
      try (ChildJvm converter = ChildJvm.start(List.of(), Converter.class, store.toString())) {
        assertThat(converter.line()).as("seed %s", seed).isEqualTo("opened");
        int lines = cutOff < KILLS ? 1 + random.nextInt(2) : Integer.MAX_VALUE;
        for (int i = 0; i < lines && !done; i++) {
          String line = converter.line();
          assertThat(line).as("seed %s", seed).matches("[0-9]+|done");
          done = line.equals("done");
        }
        converter.kill();
      }
      if (!done) {
        cutOff++;
        assertThat(Files.readString(store.resolve("FORMAT")))
            .isEqualTo("nameplate-store 4 converting\n");
        if (cutOff % 3 == 0) {
          try (RocksDbRecordStore half = RocksDbRecordStore.open(store, StoreSettings.DEFAULT)) {
            assertThat(half.isOlder()).isTrue();
          }
        }
      }
    }
    assertThat(cutOff).as("conversions killed in their midst").isEqualTo(KILLS);
    assertThat(Files.readString(store.resolve("FORMAT"))).isEqualTo("nameplate-store 4\n");
    assertThat(NodeAudit.compare(config(), Optional.empty(), at -> {}).findings()).isEmpty();
    assertThat(statements()).isEqualTo(before);
  }

  private NodeConfig config() {
    return NodeConfig.in(directory)
        .authorityFor("88.118.8")
        .withoutPassphrase()
        .withSuite(SignatureSuite.ED25519_SHA256);
  }

  private void fill() {
    try (Node node = Node.open(config())) {
      for (int from = 0; from < COILS; from += 4_000) {
        List<CompletableFuture<?>> receipts = new ArrayList<>();
        for (int i = from; i < from + 4_000; i++) {
          receipts.add(
              node.registrar()
                  .assignAsync(Assignment.of("88.118.8/COIL-" + i).value(1, "n", "" + i)));
        }
        receipts.forEach(CompletableFuture::join);
        List<RecordValue> values = List.of(RecordValue.text(1, "n", "from " + from));
        node.registrar().update(CHANGED, 1 + from / 4_000, values, OperationId.NONE);
      }
    }
  }

  private List<Bytes> statements() {
    try (Node node = Node.open(config());
        var log = node.statements().fromPosition(0)) {
      List<Bytes> all = new ArrayList<>();
      log.forEachRemaining(statement -> all.add(statement.statement().encoded()));
      return all;
    }
  }

  /** Opens a store, converts it, and says how far it is, after each write. */
  static final class Converter {
    private Converter() {}

    /** In the directory of the first argument. */
    public static void main(String[] arguments) throws Exception {
      try (RocksDbRecordStore store =
          RocksDbRecordStore.open(Path.of(arguments[0]), StoreSettings.DEFAULT)) {
        System.out.println("opened");
        Conversion.run(store, System.out::println);
        System.out.println("done");
        System.in.read(); // until it is killed
      }
    }
  }
}
