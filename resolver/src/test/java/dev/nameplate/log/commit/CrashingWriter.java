package dev.nameplate.log.commit;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.Engine;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreBackups;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process that writes to a node until it is ended: by a failpoint, or after all its writes.
 * Prints each receipt once it has it, as {@code identifier version position}.
 */
final class CrashingWriter {
  static final String PREFIX = "88.118.8";
  static final String ABOVE = "20.500";
  static final int WRITES = 60;

  private CrashingWriter() {}

  public static void main(String[] arguments) {
    Rows rows = new Rows();
    NodeConfig config =
        NodeConfig.in(Path.of(arguments[0])).authorityFor(PREFIX, ABOVE).withEngine(rows);
    try (Node node = Node.open(config)) {
      int first = Integer.parseInt(arguments[1]);
      for (int i = first; i < first + WRITES; i++) {
        String identifier = PREFIX + "/W-" + i;
        print(
            node.registrar()
                .assign(Assignment.of(identifier).value(1, "NO", "" + i).operation("op-" + i)));
        if (i % 3 == 0) {
          List<RecordValue> second = List.of(RecordValue.text(1, "NO", i + " again"));
          print(node.registrar().update(Identifier.parse(identifier), 1, second, OperationId.NONE));
        }
        if (i % 4 == 0) {
          Prefix below = Prefix.parse(ABOVE + "." + i);
          print(node.allotments().allot(Allotment.hosted(below, "E-" + i)));
          print(node.allotments().suspend(below, 1, OperationId.NONE));
        }
      }
    }
    for (Failpoint point : Failpoint.values()) {
      System.out.println(
          "hits " + point + " " + Objects.requireNonNull(rows.opened).failpoints().hits(point));
    }
  }

  /** The usual engine, and the store that it opened. */
  private static final class Rows implements Engine {
    private final Engine engine = new RocksDbEngine();
    private @Nullable NodeStore opened;

    @Override
    public NodeStore open(Path directory, StoreSettings settings) {
      NodeStore store = engine.open(directory, settings);
      opened = store;
      return store;
    }

    @Override
    public StoreBackups backups(Path directory) {
      return engine.backups(directory);
    }
  }

  private static void print(Receipt receipt) {
    System.out.println(
        "receipt " + receipt.identifier() + " " + receipt.version() + " " + receipt.position());
    System.out.flush();
  }
}
