package dev.nameplate.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Registrar;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.linearizability.Call.Action;
import dev.nameplate.linearizability.Call.Assign;
import dev.nameplate.linearizability.Call.AssignRange;
import dev.nameplate.linearizability.Call.Resolve;
import dev.nameplate.linearizability.Call.Retire;
import dev.nameplate.linearizability.Call.Update;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several threads assign, update, retire and resolve an identifier and the members of a range at
 * the same time. Whatever they are told must fit one order of their calls.
 */
class LinearizabilityTest {
  private static final int HISTORIES = Integer.getInteger("nameplate.test.histories", 150);
  private static final int THREADS = 4;
  private static final int CALLS = 8;

  /** One named identifier, and the two members of a range. */
  private static final int ITEMS = 3;

  @TempDir Path directory;

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final AtomicLong moments = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private Node node;

  @BeforeEach
  void open() {
    System.out.println("seed " + seed + " (-Dnameplate.seed=… repeats what is asked)");
    node =
        Node.open(
            NodeConfig.in(directory.resolve("node"))
                .authorityFor("88.118.8")
                .withSuite(SignatureSuite.ED25519_SHA256));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    node.close();
  }

  @Test
  void what_concurrent_callers_are_told_fits_one_order() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < HISTORIES; round++) {
      List<Call> calls = record(round, node.resolver());
      History history = new History(calls);
      assertThat(history.isLinearizable(Call.State.of(ITEMS)))
          .as("seed %d, round %d:%n%s", seed, round, history)
          .isTrue();
      calls.forEach(
          call ->
              outcomes.merge(
                  call.action().getClass().getSimpleName() + " " + call.outcome(),
                  1,
                  Integer::sum));
    }
    System.out.println(HISTORIES + " histories of " + THREADS * CALLS + " calls: " + outcomes);
  }

  @Test
  void a_resolver_that_answers_stale_is_found_out() throws Exception {
    Map<Identifier, Resolution> first = new ConcurrentHashMap<>();
    Resolver stale =
        (question, budget) ->
            first.computeIfAbsent(
                question.identifier(), key -> node.resolver().resolve(question, budget));
    boolean found = false;
    for (int round = 0; round < HISTORIES && !found; round++) {
      found = !new History(record(round, stale)).isLinearizable(Call.State.of(ITEMS));
    }
    assertThat(found).as("seed %d", seed).isTrue();
  }

  private List<Call> record(int round, Resolver resolver) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<List<Call>>> callers = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(seed + (long) round * THREADS + thread);
      callers.add(
          () -> {
            start.await();
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
              Action action = action(random);
              long began = moments.incrementAndGet();
              String outcome = outcome(round, action, resolver);
              calls.add(new Call(began, moments.incrementAndGet(), action, outcome));
            }
            return calls;
          });
    }
    List<Call> all = new ArrayList<>();
    for (Future<List<Call>> calls : threads.invokeAll(callers)) {
      all.addAll(calls.get());
    }
    return all;
  }

  private static Action action(Random random) {
    int item = random.nextInt(ITEMS);
    return switch (random.nextInt(10)) {
      case 0 -> new Assign(item);
      case 1 -> new AssignRange(List.of(1, 2));
      case 2, 3, 4 -> new Update(item, 1 + random.nextInt(3));
      case 5 -> new Retire(item, 1 + random.nextInt(3));
      default -> new Resolve(item);
    };
  }

  private String outcome(int round, Action action, Resolver resolver) {
    Registrar registrar = node.registrar();
    try {
      if (action instanceof Resolve resolve) {
        return described(resolver.resolve(identifier(round, resolve.item())));
      }
      return "version " + write(round, action, registrar).version();
    } catch (NameplateException e) {
      return e.reason().name();
    }
  }

  private static Receipt write(int round, Action action, Registrar registrar) {
    if (action instanceof Assign assign) {
      return registrar.assign(Assignment.of(identifier(round, assign.item()).toString()));
    }
    if (action instanceof AssignRange) {
      return registrar.assignRange(RangeAssignment.of("88.118.8", "R" + round + "-{seq:1}", 1, 2));
    }
    if (action instanceof Update update) {
      return registrar.update(
          identifier(round, update.item()),
          update.expected(),
          List.of(RecordValue.text(1, "NO", "next")),
          OperationId.NONE);
    }
    Retire retire = (Retire) action;
    return registrar.retire(identifier(round, retire.item()), retire.expected(), OperationId.NONE);
  }

  private static Identifier identifier(int round, int item) {
    return Identifier.parse("88.118.8/R" + round + "-" + item);
  }

  private static String described(Resolution answer) {
    if (answer instanceof Resolution.Found found) {
      return "found " + found.record().version();
    }
    Resolution.Absent absent = (Resolution.Absent) answer;
    return absent
        .tombstone()
        .map(tombstone -> "tombstone " + tombstone.value().version())
        .orElse("absent");
  }
}
