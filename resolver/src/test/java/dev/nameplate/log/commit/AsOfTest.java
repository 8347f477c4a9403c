package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.Denials;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.OwnRecords;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.chain.UnloggedSigner;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsOfTest extends LogTest {
  @Test
  void an_old_version_is_found_with_few_reads_however_many_there_are() {
    AtomicInteger reads = new AtomicInteger();
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public Optional<Row> version(RowKey key, long version) {
            reads.incrementAndGet();
            return super.version(key, version);
          }
        };
    int versions = 100;
    try (StatementLog log = log(disk)) {
      log.append(assign(Identifier.parse("88.118.8/OTHER"))).join();
      log.append(assign(COIL)).join();
      List<CompletableFuture<Receipt>> updates = new ArrayList<>();
      for (int version = 1; version < versions; version++) {
        updates.add(log.append(new Write.Update(COIL, version, List.of(), OperationId.NONE)));
      }
      updates.forEach(CompletableFuture::join);
    }
    StatementReader reader = new StatementReader(store, signer);
    OwnPrefixes prefixes = OwnPrefixes.load(PREFIXES, reader);
    OwnRecords records =
        new OwnRecords(
            reader,
            prefixes,
            new Delegations(prefixes, reader),
            new Denials(UnloggedSigner.ofAbsences(signer.log(), key), store, Clock.systemUTC()),
            Duration.ZERO,
            Clock.systemUTC());

    for (int statements = 0; statements <= versions + 2; statements++) {
      reads.set(0);
      Resolution answer = records.resolve(new Question(COIL, new AsOf.Position(statements)));

      assertThat(reads.get()).isLessThan(8);
      if (statements < 2) {
        assertThat(answer).isInstanceOf(Resolution.Absent.class);
      } else {
        assertThat(((Resolution.Found) answer).record().version())
            .isEqualTo(Math.min(statements - 1, versions));
      }
    }
  }
}
