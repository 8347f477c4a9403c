package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.cli.Run;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Failpoints;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real server, again and again, while it is loaded in bulk: by an import, by a stream of
 * mintings, by a stream of events and by ranges, all under one prefix at once. Counts what is left.
 */
@Tag("crash")
class KilledServerTest {
  static final String PREFIX = "88.118.8";

  private static final int KILLS = 200;
  private static final int EACH_FAILPOINT = 8;
  private static final int MOST_HITS_BEFORE = 12;
  private static final int MOST_NEW_RECEIPTS_BEFORE = 600;
  private static final int MOST_MILLIS_AFTER = 20;
  private static final int ENOUGH = 20_000;
  private static final int LOOKED_AT = 60;

  @TempDir Path directory;

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Acknowledged acknowledged = new Acknowledged();
  private final MintingLoad mintings = new MintingLoad(acknowledged, new Random(seed + 1));
  private final RangeLoad ranges = new RangeLoad(acknowledged, new Random(seed + 2));
  private final EventLoad events = new EventLoad(acknowledged, new Random(seed + 3));
  private final Map<String, Integer> kills = new TreeMap<>();
  private ImportLoad imports;
  private Path data;
  private StatementVerifier verifier;

  @BeforeEach
  void makeNode() throws IOException {
    System.out.println("seed " + seed + " (-Dnameplate.seed=… repeats the kills)");
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", PREFIX, "--no-passphrase").ok();
    Object template = "1:METADATA_TEMPLATE=" + MintingLoad.TEMPLATE_JSON;
    Run.of("assign", MintingLoad.TEMPLATE, "--json-value", template, "--data", data).ok();
    imports = new ImportLoad(acknowledged, directory);
    verifier =
        new StatementVerifier(
            TrustAnchors.parse(Files.readString(data.resolve("anchor.txt")), "anchor"),
            Clock.systemUTC());
  }

  @Test
  void a_server_killed_two_hundred_times_in_bulk_load_keeps_every_receipt_and_doubles_nothing()
      throws Exception {
    for (Optional<Failpoint> point : plan()) {
      if (point.isPresent()) {
        killAt(point.get());
      } else {
        killAtRandom();
      }
      assertThat(acknowledged.contradictions()).isEmpty();
    }
    ServerProcess last = ServerProcess.start(data);
    try {
      assertThat(load(last, 0)).as("everything in doubt is settled").isTrue();
    } finally {
      last.stop();
    }
    print();
    assertThat(acknowledged.contradictions()).isEmpty();
    checkNode();
  }

  /** As many kills at each failpoint as were promised, and the others at random. */
  private List<Optional<Failpoint>> plan() {
    List<Optional<Failpoint>> plan = new ArrayList<>();
    for (Failpoint point : Failpoint.values()) {
      for (int i = 0; i < EACH_FAILPOINT; i++) {
        plan.add(Optional.of(point));
      }
    }
    while (plan.size() < KILLS) {
      plan.add(Optional.empty());
    }
    Collections.shuffle(plan, random);
    return plan;
  }

  private void killAtRandom() throws Exception {
    ServerProcess server = ServerProcess.start(data);
    int millis = random.nextInt(MOST_MILLIS_AFTER);
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    acknowledged.after(
        1 + random.nextInt(MOST_NEW_RECEIPTS_BEFORE), () -> later.execute(server::kill));
    assertThat(load(server, ENOUGH)).as("still loading when it was killed").isFalse();
    server.kill();
    kills.merge("at random", 1, Integer::sum);
  }

  private void killAt(Failpoint point) throws Exception {
    int hit = 1 + random.nextInt(MOST_HITS_BEFORE);
    Path errors = directory.resolve("errors.txt");
    Optional<ServerProcess> server = start(point + ":crash@" + hit, errors);
    if (server.isPresent()) {
      assertThat(load(server.get(), ENOUGH)).as("still loading when it ended").isFalse();
      assertThat(server.get().status()).isEqualTo(Failpoints.CRASH_STATUS);
    }
    assertThat(Files.readString(errors)).contains("failpoint " + point + ", hit " + hit);
    kills.merge(point + (server.isPresent() ? "" : ", while it was opened"), 1, Integer::sum);
  }

  /** Empty if it did not get as far as being ready. */
  private Optional<ServerProcess> start(String failpoint, Path errors) {
    try {
      return Optional.of(ServerProcess.start(data, Failpoints.PROPERTY + "=" + failpoint, errors));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Looks at the newest receipts, then loads until it is enough or the server is gone. */
  private boolean load(ServerProcess server, int more) throws Exception {
    ManagedChannel channel = NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
    try {
      acknowledged.newest(LOOKED_AT).forEach(receipt -> look(channel, receipt));
      List<CompletableFuture<Boolean>> loads =
          List.of(
              begin(mintings, channel, server.address(), more),
              begin(ranges, channel, server.address(), more),
              begin(events, channel, server.address(), more),
              begin(imports, channel, server.address(), more));
      boolean whole = true;
      for (CompletableFuture<Boolean> load : loads) {
        whole &= load.join();
      }
      return whole;
    } finally {
      channel.shutdownNow();
    }
  }

  private static CompletableFuture<Boolean> begin(
      Load load, ManagedChannel channel, String address, int more) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return load.run(channel, address, more);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        task -> new Thread(task).start());
  }

  private void look(ManagedChannel channel, Receipt receipt) {
    Identifier identifier = Identifier.parse(receipt.getIdentifier());
    if (EventId.isEventId(identifier.suffix().toString())) {
      lookForEvent(channel, EventId.parse(identifier.suffix().toString()), receipt.getPosition());
      return;
    }
    SignedStatement found =
        SignedStatement.fromProto(
            ResolutionServiceGrpc.newBlockingStub(channel)
                .resolve(ResolveRequest.newBuilder().setIdentifier(receipt.getIdentifier()).build())
                .getStatement());
    assertThat(verifier.verify(found, identifier).position()).isEqualTo(receipt.getPosition());
  }

  private void lookForEvent(ManagedChannel channel, EventId id, long position) {
    SignedStatement found =
        SignedStatement.fromProto(
            TraceServiceGrpc.newBlockingStub(channel)
                .listEvents(
                    ListEventsRequest.newBuilder().setEventId(id.digest().asByteString()).build())
                .getEvents(0)
                .getStatement());
    assertThat(verifier.verifyEvent(found).position()).isEqualTo(position);
  }

  /** All events are one tree, of which every piece is reached once. */
  private void checkTree(Node node) {
    long items = 0;
    long deeds = 0;
    try (TraceSteps steps =
        node.tracer()
            .trace(TraceQuestion.downstream(EventLoad.ROOT), Budget.standard(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        TraceStep step = steps.next();
        assertThat(step).isNotInstanceOf(TraceStep.Hole.class);
        items += step instanceof TraceStep.Item ? 1 : 0;
        deeds += step instanceof TraceStep.Deed ? 1 : 0;
      }
    }
    assertThat(deeds).isEqualTo(events.operations());
    assertThat(items).isEqualTo(EventLoad.items(events.operations()));
  }

  private void checkNode() {
    NodeConfig config = NodeConfig.in(data);
    assertThat(NodeAudit.compare(config, Optional.empty(), done -> {}).findings()).isEmpty();
    Map<String, Receipt> receipts = acknowledged.receipts();
    try (Node node = Node.open(config)) {
      assertThat(node.head().statements())
          .as("statements of the log: each operation made one, and there is the template")
          .isEqualTo(1 + receipts.size())
          .isEqualTo(
              1
                  + mintings.operations()
                  + ranges.operations()
                  + imports.operations()
                  + events.operations());
      receipts.forEach((operation, receipt) -> check(node, operation, receipt));
      checkTree(node);
    }
    assertThat(receipts.values().stream().map(Receipt::getPosition)).doesNotHaveDuplicates();
    assertThat(receipts.values().stream().map(Receipt::getIdentifier)).doesNotHaveDuplicates();
    assertThat(
            receipts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(MintingLoad.OPERATION))
                .map(entry -> Identifier.parse(entry.getValue().getIdentifier()).suffix()))
        .as("minted")
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, mintings.operations())
                .mapToObj(MintingLoad.PATTERN::numbered)
                .toList());
  }

  private void check(Node node, String operation, Receipt receipt) {
    Identifier identifier = Identifier.parse(receipt.getIdentifier());
    String suffix = identifier.suffix().toString();
    if (operation.startsWith(EventLoad.OPERATION)) {
      dev.nameplate.log.Receipt again =
          node.events().capture(Capture.of(PREFIX, EventLoad.event(operation)));
      assertThat(again.replayed()).isTrue();
      assertThat(again.position()).isEqualTo(receipt.getPosition());
      assertThat(again.event()).hasToString(suffix);
    } else if (operation.startsWith(MintingLoad.OPERATION)) {
      check(node, identifier, receipt, operation);
      checkFound(node, identifier, operation);
    } else if (operation.startsWith(RangeLoad.OPERATION)) {
      long first = RangeLoad.PATTERN.numberOf(identifier.suffix()).orElseThrow();
      for (long number : List.of(first, first + receipt.getRangeMembers() - 1)) {
        Identifier member = Identifier.of(identifier.prefix(), RangeLoad.PATTERN.numbered(number));
        check(node, member, receipt, "" + number);
      }
    } else {
      check(node, identifier, receipt, "热轧卷 " + suffix.substring("COIL-".length()));
    }
  }

  private void check(Node node, Identifier identifier, Receipt receipt, String text) {
    Resolution.Found found = (Resolution.Found) node.resolver().resolve(identifier);
    assertThat(verifier.verify(found.verified().statement(), identifier).position())
        .isEqualTo(receipt.getPosition());
    assertThat(found.record().version()).isEqualTo(1);
    assertThat(found.record().value(1).orElseThrow().data()).isEqualTo(ValueData.text(text));
  }

  /** The value that must be unique leads to its identifier, and to no other. */
  private static void checkFound(Node node, Identifier identifier, String operation) {
    Records.Search search = Records.Search.text(Prefix.parse(PREFIX), MintingLoad.ITEM, operation);
    assertThat(node.records().search(search, 2, "").entries())
        .singleElement()
        .satisfies(found -> assertThat(found.value().identifier()).isEqualTo(identifier));
  }

  private void print() {
    System.out.printf("%d kills of a server in bulk load:%n", KILLS);
    kills.forEach((where, count) -> System.out.printf("  %3d %s%n", count, where));
    System.out.printf(
        "%,d receipts: %,d rows imported, %,d minted, %,d events, %,d ranges of %,d members together%n",
        acknowledged.count(),
        imports.operations(),
        mintings.operations(),
        events.operations(),
        ranges.operations(),
        ranges.members());
    System.out.printf(
        "%,d of them were made before a kill and first heard of after it; %,d were given again%n",
        acknowledged.recovered(), acknowledged.replays());
  }
}
