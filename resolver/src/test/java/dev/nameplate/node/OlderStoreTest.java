package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.backup.Backup;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that older versions wrote, with their formats 1, 2 and 3, and a backup of such a node. */
final class OlderStoreTest {
  /** The nodes were written at eight o'clock, by a clock that stood still. */
  private static final Clock NINE =
      Clock.fixed(Instant.parse("2026-03-02T09:00:00Z"), ZoneOffset.UTC);

  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @TempDir private Path directory;

  private Path node() {
    return directory.resolve("node");
  }

  private NodeConfig config(Path node) {
    return NodeConfig.in(node).withoutPassphrase().withClock(NINE);
  }

  private static void unzip(String name, Path to) throws IOException {
    try (InputStream file = OlderStoreTest.class.getResourceAsStream("older/" + name + ".zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path path = to.resolve(entry.getName());
        Files.createDirectories(entry.isDirectory() ? path : path.getParent());
        if (!entry.isDirectory()) {
          Files.write(path, zip.readAllBytes());
        }
      }
    }
  }

  private static List<Bytes> statements(StatementReader reader, StatementVerifier verifier) {
    List<Bytes> all = new ArrayList<>();
    try (StatementReader.Cursor log = reader.fromPosition(0)) {
      while (log.hasNext()) {
        Verified<?> statement = log.next();
        verifier.verifyLogged(statement.statement());
        all.add(statement.statement().encoded());
      }
    }
    return all;
  }

  private StatementVerifier verifier(Path node) {
    return new StatementVerifier(NodeDirectory.anchorsIn(node), NINE);
  }

  private void assertSound(Path node) {
    assertThat(NodeAudit.compare(config(node), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  private String format(Path node) throws IOException {
    return Files.readString(NodeDirectory.store(node).resolve("FORMAT")).strip();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "format-1, 338, nameplate-store 1",
    "format-2, 338, nameplate-store 2",
    "format-3-sm2, 842, nameplate-store 3",
    "format-3-ed25519, 842, nameplate-store 3",
  })
  void a_node_of_an_older_version_opens_with_all_that_it_had(
      String written, int count, String marker) throws IOException {
    unzip(written, node());
    assertThat(format(node())).isEqualTo(marker);
    List<Bytes> before;
    try (NodeStore store =
        RocksDbRecordStore.open(NodeDirectory.store(node()), StoreSettings.DEFAULT)) {
      assertThat(store.isOlder()).isTrue();
      before =
          statements(
              StatementReader.verifying(store, NodeDirectory.anchorsIn(node()), NINE),
              verifier(node()));
    }
    assertThat(before).hasSize(count);

    try (Node node = Node.open(config(node()))) {
      assertThat(format(node())).isEqualTo("nameplate-store 4");
      assertThat(statements(node.statements(), verifier(node()))).isEqualTo(before);
      for (int version = 1; version <= 4; version++) {
        IdentifierRecord record = node.statements().version(COIL, version).orElseThrow().value();
        assertThat(record.values().get(0).data().toString()).contains("" + (version - 1));
      }
      assertThat(node.resolver().resolve(Identifier.parse("88.118.8/R-0003")))
          .isInstanceOf(Resolution.Found.class);
      assertThat(node.resolver().resolve(Identifier.parse("88.118.8/R-0002")))
          .isInstanceOf(Resolution.Absent.class);
      assertThat(node.resolver().resolve(Identifier.parse("88.118.8/none")))
          .isInstanceOf(Resolution.Absent.class);
      node.registrar().assign(Assignment.of("88.118.8/later").value(1, "n", "1"));
    }
    assertSound(node());

    try (Node node = Node.open(config(node()))) {
      assertThat(statements(node.statements(), verifier(node()))).hasSize(count + 1);
    }
  }

  @Test
  void an_audit_converts_and_finds_nothing() throws IOException {
    unzip("format-3-sm2", node());
    assertSound(node());
    assertThat(format(node())).isEqualTo("nameplate-store 4");
  }

  @Test
  void events_and_delegations_of_an_older_version_are_there() throws IOException {
    unzip("format-3-ed25519", node());
    try (Node node = Node.open(config(node()))) {
      Prefix recorder = Prefix.parse("88.118.8");
      assertThat(node.statements().event(recorder, "urn:uuid:2")).isPresent();
      assertThat(node.statements().event(recorder, "urn:uuid:3"))
          .hasValueSatisfying(event -> assertThat(event.value().content()).isPresent());
      assertThat(node.statements().newestDelegation(Prefix.parse("10.7"), Prefix.parse("10.7.1")))
          .isPresent();
    }
  }

  @Test
  void a_backup_of_an_older_version_is_restored_and_later_backups_share_its_directory()
      throws IOException {
    Path backups = directory.resolve("backups");
    unzip("backup-3", backups);
    NodeRestore.restore(config(node()), backups, Optional.of(1), true);
    assertThat(format(node())).isEqualTo("nameplate-store 4 converting");
    try (Node node = Node.open(config(node()))) {
      assertThat(node.head().statements()).isEqualTo(142);
      assertThat(format(node())).isEqualTo("nameplate-store 4");
    }
    assertSound(node());

    Path second = directory.resolve("second");
    NodeRestore.restore(config(second), backups, Optional.of(2), true);
    Backup converted;
    try (Node node = Node.open(config(second))) {
      assertThat(node.head().statements()).isEqualTo(143);
      node.registrar().assign(Assignment.of("88.118.8/converted").value(1, "n", "1"));
      converted = node.backUp(backups, 5);
    }
    assertThat(converted.number()).isEqualTo(3);

    Path third = directory.resolve("third");
    NodeRestore.restore(config(third), backups, Optional.of(3), true);
    assertSound(third);
    assertThat(format(third)).isEqualTo("nameplate-store 4");
    Path again = directory.resolve("again"); // the older backup is as good as before
    NodeRestore.restore(config(again), backups, Optional.of(1), true);
    assertSound(again);
  }
}
