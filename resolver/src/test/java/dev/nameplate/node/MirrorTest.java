package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.audit.OlderStore;
import dev.nameplate.log.audit.StoreAudit;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.signing.KeyRollOver;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.NodeStore;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log is copied, believed only as far as it proves itself, and read where it was copied to. */
final class MirrorTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Identifier NEVER = Identifier.parse("88.118.8/never");

  @TempDir private Path directory;
  private Node node;

  @BeforeEach
  void fill_a_node() {
    node = filled("node", SignatureSuite.ED25519_SHA256);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Node filled(String name, SignatureSuite suite) {
    Node filled =
        Node.open(
            NodeConfig.in(directory.resolve(name))
                .authorityFor("88.118.8", "10.7")
                .withSuite(suite));
    filled.registrar().assign(Assignment.of(COIL).value(1, "n", "1").value(restricted()));
    filled
        .registrar()
        .update(COIL, 1, List.of(RecordValue.text(1, "n", "2"), restricted()), OperationId.NONE);
    assignMany(filled, 0, 60);
    filled.allotments().allot(Allotment.hosted(Prefix.parse("10.7.1"), "Shop"));
    filled.registrar().assign(Assignment.of("10.7.1/CONE-1").value(1, "n", "1"));
    filled.registrar().retire(Identifier.parse("88.118.8/many-7"), 1, OperationId.NONE);
    filled
        .registrar()
        .assignRange(
            RangeAssignment.of("88.118.8", "R-{seq:4}", 1, 1000).value(1, "n", "number {n}"));
    filled.registrar().update(Identifier.parse("88.118.8/R-0002"), 1, List.of(), OperationId.NONE);
    return filled;
  }

  private static void assignMany(Node node, int from, int to) {
    CompletableFuture.allOf(
            IntStream.range(from, to)
                .mapToObj(i -> node.registrar().assignAsync(Assignment.of("88.118.8/many-" + i)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private static RecordValue restricted() {
    return new RecordValue(
        2,
        "cost",
        ValueData.text("7"),
        TimeToLive.DEFAULT,
        Optional.empty(),
        Permissions.RESTRICTED,
        List.of());
  }

  /** A copy that goes on although its log has gone on elsewhere: nothing is there to tell it. */
  private static NodeConfig forked(Path copy) {
    return NodeConfig.in(copy).withCheckpoints(CheckpointPolicy.NONE);
  }

  private NodeConfig mirror() {
    return NodeConfig.in(directory.resolve("mirror"));
  }

  private SignedNote follow(LogSource source) {
    return Mirror.follow(mirror(), Optional.of(node.anchors()), source, false, done -> {});
  }

  static List<SignedStatement> statements(StatementReader reader) {
    List<SignedStatement> all = new ArrayList<>();
    try (StatementReader.Cursor cursor = reader.fromPosition(0)) {
      cursor.forEachRemaining(each -> all.add(each.statement().withoutDisclosures()));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void a_mirror_says_what_its_origin_says(SignatureSuite suite) {
    node.close();
    node = filled("node-" + suite, suite);

    SignedNote reached = follow(new Shown(node));

    assertThat(Checkpoint.verify(reached, node.anchors()).root()).isEqualTo(node.head().root());
    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(mirror.head().root()).isEqualTo(node.head().root());
      assertThat(mirror.head().statements()).isEqualTo(node.head().statements());
      assertThat(statements(mirror.statements())).isEqualTo(statements(node.statements()));
      assertThat(mirror.proofs().checkpoint()).isEqualTo(reached);
      for (String text :
          List.of(
              "88.118.8/COIL-1",
              "10.7.1/CONE-1",
              "88.118.8/many-59",
              "88.118.8/R-0451",
              "88.118.8/R-0002")) {
        Identifier identifier = Identifier.parse(text);
        Resolution.Found found = (Resolution.Found) mirror.resolver().resolve(identifier);
        Resolution.Found origin = (Resolution.Found) node.resolver().resolve(identifier);
        assertThat(found.verified().statement())
            .isEqualTo(origin.verified().statement().withoutDisclosures());
      }
    }
    assertThat(NodeAudit.compare(mirror(), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  @Test
  void a_mirror_finds_records_by_the_values_that_everyone_may_read() {
    fillWithTemplates(node);
    follow(new Shown(node));
    Records.Search open = Records.Search.text(Prefix.parse("88.118.8"), "lot", "L1");
    Records.Search secret = Records.Search.text(Prefix.parse("88.118.8"), "price", "7");

    assertThat(node.records().search(secret, 10, "").entries()).hasSize(1);
    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(mirror.records().search(open, 10, "").entries())
          .extracting(entry -> entry.statement().body())
          .isEqualTo(
              node.records().search(open, 10, "").entries().stream()
                  .map(entry -> entry.statement().body())
                  .toList())
          .hasSize(2);
      assertThat(mirror.records().search(secret, 10, "").entries()).isEmpty();
    }
    assertThat(NodeAudit.compare(mirror(), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  private static void fillWithTemplates(Node node) {
    String json =
        "{\"items\":[{\"name\":\"lot\",\"type\":\"string\",\"unique\":false,\"indexed\":true},"
            + "{\"name\":\"price\",\"type\":\"string\",\"indexed\":true}]}";
    RecordValue first = RecordValue.of(1, "METADATA_TEMPLATE", new ValueData.Json(json));
    node.registrar().assign(Assignment.of("88.118.8/T").value(first));
    for (String name : List.of("T1", "T2", "T3")) {
      node.registrar()
          .assign(Assignment.of("88.118.8/" + name).value(1, "lot", "L1").template("88.118.8/T"));
    }
    node.registrar().retire(Identifier.parse("88.118.8/T3"), 1, OperationId.NONE);
    node.registrar()
        .assign(
            Assignment.of("88.118.8/T4")
                .value(RecordValue.text(2, "price", "7").withPermissions(Permissions.RESTRICTED))
                .template("88.118.8/T"));
    node.registrar().retire(Identifier.parse("88.118.8/T"), 1, OperationId.NONE);
  }

  @Test
  void a_mirror_withholds_restricted_values_and_signs_no_absence() {
    follow(new Shown(node));
    try (Mirror mirror = Mirror.open(mirror())) {
      Resolution.Found found = (Resolution.Found) mirror.resolver().resolve(COIL);
      assertThat(found.record().withheld()).containsExactly(2L);
      Resolution.Absent never = (Resolution.Absent) mirror.resolver().resolve(NEVER);
      assertThat(never.denial()).isEmpty();
      Resolution.Absent retired =
          (Resolution.Absent) mirror.resolver().resolve(Identifier.parse("88.118.8/many-7"));
      assertThat(retired.tombstone()).isPresent();
      StatementVerifier verifier = new StatementVerifier(node.anchors(), Clock.systemUTC());
      Verified<?> verified = verifier.verify(found.verified().statement(), COIL);
      assertThat(verified.position()).isEqualTo(1);
    }
  }

  @Test
  void a_mirror_traces_what_it_copied_and_its_index_is_audited_and_rebuilt() {
    node.events()
        .capture(
            Capture.of(
                COIL.prefix(),
                Event.at(
                    Instant.parse("2026-03-02T08:00:00Z"),
                    new Occurrence.Processed(
                        List.of(EventItem.of("88.118.8/COIL-1")),
                        List.of(EventItem.of("88.118.8/SHEET-1"))))));
    follow(new Shown(node));
    TraceQuestion question = TraceQuestion.upstream(ItemId.parse("88.118.8/SHEET-1"));
    try (Mirror mirror = Mirror.open(mirror());
        TraceSteps copied = mirror.tracer().trace(question, Budget.standard(), Caller.STRANGER);
        TraceSteps original = node.tracer().trace(question, Budget.standard(), Caller.STRANGER)) {
      assertThat(withoutProgress(copied)).isEqualTo(withoutProgress(original));
    }
    assertThat(NodeAudit.compare(mirror(), Optional.empty(), done -> {}).findings()).isEmpty();
    try (NodeStore store = Node.openStore(mirror())) {
      long reach = store.lineage().watermark();
      LineageChanges damage = new LineageChanges();
      damage.put(Bytes.utf8("zero"), Bytes.EMPTY);
      store.lineage().write(reach, damage, reach);
    }
    StoreAudit.Report report = NodeAudit.compare(mirror(), Optional.empty(), done -> {});
    assertThat(report.differences()).isEqualTo(1);
    assertThat(report.isDamaged()).isFalse();
    assertThat(NodeAudit.rebuild(mirror(), done -> {}).mended()).isEqualTo(1);
    assertThat(NodeAudit.compare(mirror(), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  /** The steps without the summaries on the way, which come when a step takes long. */
  private static List<TraceStep> withoutProgress(TraceSteps steps) {
    List<TraceStep> all = new ArrayList<>();
    steps.forEachRemaining(all::add);
    all.removeIf(step -> step instanceof TraceStep.Summary summary && !summary.last());
    return all;
  }

  @Test
  void a_mirror_takes_no_writes_and_does_not_open_as_a_node() {
    follow(new Shown(node));
    try (Mirror mirror = Mirror.open(mirror())) {
      refused(
          ErrorReason.READ_ONLY,
          () -> mirror.allotments().allot(Allotment.hosted(Prefix.parse("10.7.2"), "Other")));
    }
    refused(ErrorReason.READ_ONLY, () -> Node.open(mirror()));
  }

  @Test
  void a_mirror_goes_on_where_it_ended() {
    follow(new Shown(node));
    assignMany(node, 60, 400);
    node.registrar().update(COIL, 2, List.of(RecordValue.text(1, "n", "3")), OperationId.NONE);

    SignedNote reached = follow(new Shown(node));

    assertThat(reached.text()).isEqualTo(node.proofs().checkpoint().text());
    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(statements(mirror.statements())).isEqualTo(statements(node.statements()));
    }
    follow(new Shown(node)); // nothing new is nothing to do
  }

  @Test
  void a_mirror_of_an_older_format_is_converted_when_it_is_opened() throws Exception {
    assignMany(node, 60, 400);
    follow(new Shown(node));
    OlderStore.make(NodeDirectory.store(mirror().directory()));

    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(statements(mirror.statements())).isEqualTo(statements(node.statements()));
    }

    Path format = NodeDirectory.store(mirror().directory()).resolve("FORMAT");
    assertThat(format).hasContent("nameplate-store 4\n");
    OlderStore.make(NodeDirectory.store(mirror().directory()));
    assignMany(node, 400, 500);
    follow(new Shown(node)); // following opens it, too
    assertThat(format).hasContent("nameplate-store 4\n");
    assertThat(NodeAudit.compare(mirror(), Optional.empty(), done -> {}).findings()).isEmpty();
  }

  @Test
  void what_is_committed_while_it_copies_is_copied_under_a_newer_checkpoint() {
    SignedNote early = node.proofs().checkpoint();
    assignMany(node, 60, 100);
    List<SignedNote> notes = new ArrayList<>(List.of(early));
    Shown growing =
        new Shown(node) {
          @Override
          public SignedNote checkpoint() {
            return notes.isEmpty() ? super.checkpoint() : notes.remove(0);
          }
        };

    assertThat(follow(growing).text()).isEqualTo(node.proofs().checkpoint().text());
  }

  @Test
  void a_tampered_statement_is_refused_and_nothing_behind_it_is_kept() {
    isRefused(
        "position 5",
        new Shown(node) {
          @Override
          Stream<SignedStatement> shown(long first) {
            return super.shown(first).map(each -> each.position() == 5 ? tampered(each) : each);
          }
        });
    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(mirror.head().statements()).isLessThanOrEqualTo(5);
    }
    follow(new Shown(node)); // an honest source mends it
  }

  private static SignedStatement tampered(SignedStatement statement) {
    byte[] body = statement.body().toByteArray();
    body[body.length - 1] ^= 1;
    return SignedStatement.of(
        Bytes.wrap(body),
        List.of(),
        statement.leafIndex(),
        statement.path(),
        statement.signedBatch());
  }

  @Test
  void a_dropped_batch_is_refused() {
    isRefused(
        "batch 2 is in the place of batch 1",
        new Shown(node) {
          @Override
          Stream<SignedStatement> shown(long first) {
            return super.shown(first).filter(each -> each.batch().batch() != 1);
          }
        });
  }

  @Test
  void a_dropped_statement_is_refused() {
    isRefused(
        "is in the place of",
        new Shown(node) {
          @Override
          Stream<SignedStatement> shown(long first) {
            return super.shown(first).filter(each -> each.position() != 20);
          }
        });
  }

  @Test
  void a_log_that_ends_before_its_checkpoint_is_refused() {
    long last = node.head().batches() - 1;
    isRefused(
        "its checkpoint covers " + (last + 1) + " batches",
        new Shown(node) {
          @Override
          Stream<SignedStatement> shown(long first) {
            return super.shown(first).filter(each -> each.batch().batch() != last);
          }
        });
  }

  @Test
  void a_log_that_got_shorter_is_refused() throws IOException {
    Path copy = directory.resolve("copy");
    node.close();
    copyTree(directory.resolve("node"), copy);
    node = Node.open(NodeConfig.in(directory.resolve("node")));
    assignMany(node, 60, 70);
    follow(new Shown(node));
    node.close();
    node = Node.open(forked(copy)); // the same keys, a shorter history

    isRefused("the log was truncated", new Shown(node));
  }

  @Test
  void a_rewritten_history_is_refused_and_named() throws IOException {
    Path copy = directory.resolve("copy");
    node.close();
    copyTree(directory.resolve("node"), copy);
    node = Node.open(NodeConfig.in(directory.resolve("node")));
    node.registrar().assign(Assignment.of("88.118.8/one-truth"));
    follow(new Shown(node));
    node.close();
    node = Node.open(forked(copy)); // the same keys, another history, and longer
    node.registrar().assign(Assignment.of("88.118.8/another-truth"));
    node.registrar().assign(Assignment.of("88.118.8/further"));

    isRefused("the history was rewritten", new Shown(node));

    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(mirror.resolver().resolve(Identifier.parse("88.118.8/one-truth")))
          .isInstanceOf(Resolution.Found.class);
    }
  }

  @Test
  void a_fork_behind_the_checkpoint_is_never_committed() throws IOException {
    Path copy = directory.resolve("copy");
    node.close();
    copyTree(directory.resolve("node"), copy);
    node = Node.open(NodeConfig.in(directory.resolve("node")));
    node.registrar().assign(Assignment.of("88.118.8/one-truth"));
    try (Node liar = Node.open(forked(copy))) {
      liar.registrar().assign(Assignment.of("88.118.8/another-truth"));
      isRefused(
          "do not match the root",
          new Shown(liar) {
            @Override
            public SignedNote checkpoint() {
              return node.proofs().checkpoint();
            }
          });
    }
    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(mirror.resolver().resolve(Identifier.parse("88.118.8/another-truth")))
          .isInstanceOf(Resolution.Absent.class);
    }
    follow(new Shown(node));
  }

  @Test
  void a_node_that_rolled_its_key_is_followed_with_its_new_anchors() {
    follow(new Shown(node));
    node.close();
    NodeConfig config = NodeConfig.in(directory.resolve("node"));
    KeyRollOver.in(config.directory()).prepare(Passphrase.NONE);
    Node.activateNextKey(config, Duration.ofHours(1));
    node = Node.open(config);
    node.registrar().assign(Assignment.of("88.118.8/new-key"));

    assertThatThrownBy(
            () -> Mirror.follow(mirror(), Optional.empty(), new Shown(node), false, done -> {}))
        .isInstanceOf(RejectedStatementException.class);

    follow(new Shown(node)); // with all anchors
    try (Mirror mirror = Mirror.open(mirror())) {
      assertThat(mirror.head().root()).isEqualTo(node.head().root());
    }
    assertThat(NodeAudit.compare(mirror(), Optional.empty(), done -> {}).findings()).isEmpty();
    refused(
        ErrorReason.WRONG_KEY,
        () ->
            Mirror.follow(
                mirror(),
                Optional.of(TrustAnchors.of(List.of(node.anchor()))),
                new Shown(node),
                false,
                done -> {}));
  }

  @Test
  void the_log_of_another_node_is_refused() {
    follow(new Shown(node));
    try (Node other =
        Node.open(NodeConfig.in(directory.resolve("other")).authorityFor("88.118.9"))) {
      refused(
          ErrorReason.WRONG_KEY,
          () ->
              Mirror.follow(
                  mirror(), Optional.of(other.anchors()), new Shown(other), false, done -> {}));
      refused(ErrorReason.STATEMENT_REJECTED, () -> follow(new Shown(other)));
    }
  }

  @Test
  void a_mirror_of_nothing_needs_an_anchor_and_an_empty_directory() throws IOException {
    refused(
        ErrorReason.INVALID_ARGUMENT,
        () -> Mirror.follow(mirror(), Optional.empty(), new Shown(node), false, done -> {}));
    Files.createDirectories(mirror().directory());
    Files.writeString(mirror().directory().resolve("letters.txt"), "private");
    refused(ErrorReason.FORMAT_UNSUPPORTED, () -> follow(new Shown(node)));
  }

  private void isRefused(String rule, LogSource liar) {
    assertThatThrownBy(() -> follow(liar))
        .isInstanceOf(RejectedStatementException.class)
        .hasMessageContaining(rule);
  }

  private static void refused(ErrorReason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NameplateException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
