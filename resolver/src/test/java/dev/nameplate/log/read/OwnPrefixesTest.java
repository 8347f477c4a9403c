package dev.nameplate.log.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation.State;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPrefixesTest {
  private static final List<Prefix> OWN =
      List.of(Prefix.parse("1.2"), Prefix.parse("1.2.3.4"), Prefix.parse("7"));

  private static final List<State> STATES = List.of(State.values());

  @TempDir Path directory;
  private RecordStore store;
  private OwnPrefixes prefixes;

  @BeforeEach
  void open() {
    store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT);
    BatchSigner signer =
        new BatchSigner(
            new LogName("1.2/log-0badcafe"),
            SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom()));
    prefixes = OwnPrefixes.load(OWN, new StatementReader(store, signer));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Standing standing(Prefix prefix, long version, State state, boolean hosted) {
    return new Standing(prefix, version, state, hosted, version * 1000, version * 1000 + 500);
  }

  @Test
  void everything_below_nested_own_prefixes_is_kept_by_the_outermost() {
    assertThat(prefixes.table().roots())
        .containsExactlyInAnyOrder(Prefix.parse("1.2"), Prefix.parse("7"));
    assertThat(prefixes.table().root(Prefix.parse("1.2.3.4.5"))).contains(Prefix.parse("1.2"));
    assertThat(prefixes.covers(Prefix.parse("1.2"))).isTrue();
    assertThat(prefixes.covers(Prefix.parse("1.20"))).isFalse();
    assertThat(prefixes.contains(Prefix.parse("1.2.3.4"))).isTrue();
    assertThat(prefixes.contains(Prefix.parse("1.2.3"))).isFalse();
  }

  @Test
  void what_is_in_use_and_what_is_due_follow_from_all_that_happened_in_whatever_order() {
    long seed = new SecureRandom().nextLong();
    Random random = new Random(seed);
    Map<Prefix, Standing> model = new HashMap<>();
    for (int step = 1; step <= 2000; step++) {
      Prefix prefix = anyPrefix(random);
      Standing next =
          standing(prefix, step, STATES.get(random.nextInt(STATES.size())), random.nextInt(3) > 0);
      model.put(prefix, next);
      prefixes.apply(next);
      if (step % 100 == 0) {
        check(model, seed);
      }
    }
  }

  private void check(Map<Prefix, Standing> model, long seed) {
    List<Prefix> due = new ArrayList<>();
    for (Standing standing : model.values()) {
      List<Standing> path =
          model.values().stream()
              .filter(other -> other.prefix().contains(standing.prefix()))
              .toList();
      boolean inUse =
          standing.hosted() && path.stream().allMatch(other -> other.state() == State.ACTIVE);
      assertThat(prefixes.contains(standing.prefix()))
          .as("seed %d, %s", seed, standing)
          .isEqualTo(inUse);
      if (path.stream().noneMatch(Standing::revoked)) {
        due.add(standing.prefix());
      }
    }
    assertThat(prefixes.dueForRenewal(Instant.ofEpochMilli(Long.MAX_VALUE)))
        .as("seed %d", seed)
        .extracting(OwnPrefixes.Renewal::prefix)
        .containsExactlyInAnyOrderElementsOf(due);
  }

  private static Prefix anyPrefix(Random random) {
    StringBuilder text = new StringBuilder("7");
    for (int labels = 1 + random.nextInt(3); labels > 0; labels--) {
      text.append('.').append(random.nextInt(4));
    }
    return Prefix.parse(text.toString());
  }
}
