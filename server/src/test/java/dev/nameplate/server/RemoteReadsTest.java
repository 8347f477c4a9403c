package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Allotments;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Transfer;
import dev.nameplate.assign.Update;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.audit.LogAudit;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Records;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Recaller;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.RemoteNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, answers about lineage and delegations are the same at a remote and an embedded node. */
class RemoteReadsTest {
  private static final Prefix COUNTY = Prefix.parse("88.118");
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final Identifier TEMPLATE = Identifier.parse("88.118.8/TEMPLATE");
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final ItemId HEAT = ItemId.parse("88.118.8/HEAT-7");

  private final Node node = Node.open(NodeConfig.inMemory().authorityFor("88.118", "20.500"));
  private final NodeServer server = NodeServer.start(ServerConfig.onPort(0), node);
  private RemoteNode remote;

  @BeforeEach
  void connect() {
    node.allotments().allot(Allotment.hosted(MILL, "mill"));
    remote = connectedTo(node.anchors());
  }

  @AfterEach
  void close() {
    remote.close();
    server.close();
    node.close();
  }

  private RemoteNode connectedTo(TrustAnchors anchors) {
    return RemoteNode.at(new Endpoint("127.0.0.1", server.port()), anchors);
  }

  private void assignRecords() {
    assignTemplate();
    for (int i = 10; i < 30; i++) {
      node.registrar()
          .assign(
              Assignment.of("88.118.8/C-" + i)
                  .value(1, "lot", "L" + i % 3)
                  .template(TEMPLATE.toString()));
    }
    IdentifierRecord coil =
        node.resolver().resolve(Identifier.parse("88.118.8/C-12")).found().orElseThrow();
    node.registrar().update(Update.of(coil).value(1, "lot", "L2"));
    node.registrar().retire(Identifier.parse("88.118.8/C-15"), 1, OperationId.NONE);
    node.registrar().assignRange(RangeAssignment.of("88.118.8", "R-{seq:3}", 1, 5));
  }

  private void assignTemplate() {
    node.registrar().assign(Assignment.of(TEMPLATE).value(template(1)));
    node.registrar().update(Update.of(TEMPLATE).expecting(1).value(template(1)).value(template(2)));
  }

  private static RecordValue template(int version) {
    return RecordValue.of(
        version,
        MetadataTemplate.TYPE,
        new ValueData.Json(
            "{\"items\": [{\"name\": \"lot\", \"type\": \"string\", \"indexed\": %s}]}"
                .formatted(version == 2)));
  }

  /** The names and statements of records on all pages, with the tokens between the pages. */
  private static List<Object> read(Function<String, Records.Page> list) {
    List<Object> read = new ArrayList<>();
    String token = "";
    do {
      Records.Page page = list.apply(token);
      page.entries()
          .forEach(
              entry -> {
                read.add(entry.value());
                read.add(entry.statement());
              });
      read.add(page.partly());
      token = page.nextToken();
      read.add(token);
    } while (!token.isEmpty());
    return read;
  }

  @ParameterizedTest(name = "\"{0}\", retired {1}, {2} a page")
  @CsvSource({"'', true, 1000", "'', false, 7", "C-1, true, 3", "R-, false, 1000", "Z, true, 10"})
  void records_are_listed(String start, boolean retired, int size) {
    assignRecords();
    Records.Filter filter = new Records.Filter(MILL, start, retired);
    List<Object> listed = read(token -> remote.records().list(filter, size, token));
    assertThat(listed).isEqualTo(read(token -> node.records().list(filter, size, token)));
    assertThat(remote.records().list(filter))
        .map(Verified::statement)
        .isEqualTo(node.records().list(filter).map(Verified::statement).toList());
  }

  @Test
  void records_are_found_by_an_indexed_item() {
    assignRecords();
    Records.Search search = Records.Search.text(MILL, "lot", "L1");
    assertThat(read(token -> remote.records().search(search, 2, token)))
        .hasSizeGreaterThan(12)
        .isEqualTo(read(token -> node.records().search(search, 2, token)));
    Records.Search none = Records.Search.written(MILL, "lot", "L9", true);
    assertThat(remote.records().search(none, 10, "").partly())
        .containsExactly(new Records.Partly(TEMPLATE, 2))
        .isEqualTo(node.records().search(none, 10, "").partly());
  }

  @Test
  void versions_are_listed_from_the_newest_on() {
    node.registrar().assign(Assignment.of(COIL));
    for (int version = 1; version < 12; version++) {
      node.registrar().update(Update.of(COIL).expecting(version).value(1, "N", "" + version));
    }
    assertThat(read(token -> remote.records().versions(COIL, 5, token)))
        .isEqualTo(read(token -> node.records().versions(COIL, 5, token)));
    assertThat(remote.records().versions(COIL).map(version -> version.value().version()))
        .hasSize(12)
        .startsWith(12L, 11L);
    assertThat(remote.records().versions(Identifier.parse("88.118.8/NONE"))).isEmpty();
  }

  /** Both nodes refuse a question, with the same reason and message. */
  private void assertRefused(ErrorReason reason, Function<Boolean, ThrowingCallable> question) {
    NameplateException own = catchThrowableOfType(NameplateException.class, question.apply(false));
    assertThat(own.reason()).isEqualTo(reason);
    assertThatThrownBy(question.apply(true))
        .isInstanceOfSatisfying(
            NameplateException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(own.getMessage());
  }

  private Records records(boolean far) {
    return far ? remote.records() : node.records();
  }

  @Test
  void questions_for_lists_are_refused_alike() {
    assignTemplate();
    Records.Filter elsewhere = Records.Filter.under(Prefix.parse("10.7"));
    Records.Search unknown = Records.Search.text(MILL, "mass", "1");
    assertRefused(ErrorReason.NOT_AUTHORITATIVE, far -> () -> records(far).list(elsewhere, 1, ""));
    assertRefused(ErrorReason.NOT_INDEXED, far -> () -> records(far).search(unknown, 1, ""));
    assertRefused(
        ErrorReason.INVALID_ARGUMENT,
        far -> () -> records(far).list(Records.Filter.under(MILL), 1, "?"));
    assertRefused(ErrorReason.INVALID_ARGUMENT, far -> () -> records(far).versions(COIL, 1001, ""));
    assertRefused(ErrorReason.INVALID_ARGUMENT, far -> () -> records(far).search(unknown, 0, ""));
    assertRefused(
        ErrorReason.INVALID_ARGUMENT, far -> () -> allotments(far).list(COUNTY, 10, "no token"));
    assertRefused(ErrorReason.INVALID_ARGUMENT, far -> () -> events(far, EventFilter.ALL, 0, ""));
  }

  private static Event event(int hour, Occurrence what) {
    return Event.at(Instant.parse("2026-03-02T08:00:00Z").plusSeconds(hour * 3600L), what);
  }

  private static List<EventItem> items(String... tons) {
    return Stream.of(tons)
        .map(text -> text.split("="))
        .map(part -> EventItem.of("88.118.8/" + part[0], part[1], "TNE"))
        .toList();
  }

  private EventId capture(Event event) {
    return node.events().capture(Capture.of(COUNTY, event)).event();
  }

  /** A heat becomes two coils, of which one is shipped; and an event is withdrawn. */
  private void recordEvents() {
    capture(event(0, new Created(items("HEAT-7=100"))));
    capture(
        event(1, new Processed("P", items("HEAT-7=60"), items("COIL-1=30", "COIL-2=29"), false)));
    EventId wrong = capture(event(2, new Created(items("COIL-9=1"))));
    capture(event(3, new Withdrawn(new Occurrence.Target.ById(wrong), "typo", List.of())));
    capture(
        event(
            4,
            new Transferred(
                items("COIL-1=30"), "mill", "press shop", Occurrence.Side.GIVEN, List.of())));
    node.events()
        .capture(Capture.of(COUNTY, event(5, new Created(items("SECRET-1=1")))).asRestricted());
  }

  private EventLists.Page events(boolean far, EventFilter filter, int size, String token) {
    return (far ? remote.eventLists() : node.eventLists())
        .list(filter, size, token, Budget.standard(), Caller.STRANGER);
  }

  @Test
  void events_are_listed() {
    recordEvents();
    for (EventFilter filter :
        List.of(
            EventFilter.ALL,
            EventFilter.of(HEAT),
            EventFilter.ALL.recordedBy(Optional.of(COUNTY)).before(3))) {
      String token = "";
      int shown = 0;
      do {
        EventLists.Page own = events(false, filter, 2, token);
        EventLists.Page page = events(true, filter, 2, token);
        assertThat(page.events())
            .usingRecursiveComparison()
            .withEqualsForType(
                (a, b) -> a.statement().body().equals(b.statement().body()), Verified.class)
            .isEqualTo(own.events());
        assertThat(page.nextToken()).isEqualTo(own.nextToken());
        token = page.nextToken();
        shown += page.events().size();
      } while (!token.isEmpty());
      assertThat(shown).isPositive();
    }
    assertThat(remote.eventLists().list(EventFilter.ALL))
        .hasSize(6)
        .extracting(EventLists.Listed::withdrawn)
        .containsExactly(false, false, true, false, false, false);
    assertThat(remote.eventLists().list(EventFilter.ALL).skip(2).findFirst().orElseThrow())
        .extracting(listed -> listed.withdrawnBy().isPresent())
        .isEqualTo(true);
    assertThat(remote.eventLists().list(EventFilter.ALL).skip(5).findFirst().orElseThrow())
        .as("a restricted event")
        .extracting(listed -> listed.event().value().event())
        .isEqualTo(Optional.empty());
  }

  private static List<RecallStep> steps(Recaller recaller, RecallQuestion question) {
    try (RecallSteps steps = recaller.recall(question)) {
      List<RecallStep> all = new ArrayList<>();
      steps.forEachRemaining(all::add);
      return all;
    }
  }

  @Test
  void a_recall_has_the_same_steps() {
    recordEvents();
    RecallQuestion question =
        RecallQuestion.of(List.of(Suspect.of(HEAT))).asOf(new AsOf.Position(5));
    assertThat(steps(remote.recall(), question))
        .hasSizeGreaterThan(3)
        .isEqualTo(steps(node.recall(), question));
    RecallQuestion unknown = RecallQuestion.of(List.of(Suspect.of(ItemId.parse("88.118.8/NONE"))));
    assertRefused(
        ErrorReason.NOT_RECORDED,
        far -> () -> (far ? remote.recall() : node.recall()).recall(unknown));
    assertRefused(
        ErrorReason.TIMED_OUT,
        far ->
            () ->
                (far ? remote.recall() : node.recall())
                    .recall(
                        question,
                        Budget.standard().within(java.time.Duration.ZERO),
                        Caller.STRANGER)
                    .next());
  }

  @Test
  void balance_and_yields_are_the_same() {
    recordEvents();
    for (String item : List.of("HEAT-7", "COIL-1")) {
      Reconciliation.Question lot = Reconciliation.Question.of(ItemId.parse("88.118.8/" + item));
      for (Tolerance tolerance : List.of(Tolerance.NONE, Tolerance.percent("50"))) {
        assertThat(remote.reconciliation().balance(lot, tolerance))
            .isEqualTo(node.reconciliation().balance(lot, tolerance));
      }
      List<ProcessYield> yields = new ArrayList<>();
      List<ProcessYield> own = new ArrayList<>();
      remote.reconciliation().yields(lot, yields::add);
      node.reconciliation().yields(lot, own::add);
      assertThat(yields).hasSize(1).isEqualTo(own);
    }
    Reconciliation.Question none = Reconciliation.Question.of(ItemId.parse("88.118.8/NONE"));
    assertRefused(
        ErrorReason.NOT_RECORDED,
        far ->
            () ->
                (far ? remote.reconciliation() : node.reconciliation())
                    .balance(none, Tolerance.NONE));
  }

  private Allotments allotments(boolean far) {
    return far ? remote.allotments() : node.allotments();
  }

  private List<SignedStatement> listed(boolean far) {
    return allotments(far).list(COUNTY).map(Verified::statement).toList();
  }

  @Test
  void prefixes_are_allotted_changed_and_listed() {
    Prefix press = Prefix.parse("88.118.9");
    AuthorityKey key = otherNode();
    Allotment allotment =
        Allotment.delegated(
            press, "press shop", List.of(key), List.of(Endpoint.parse("10.0.0.9:7430")));
    Receipt receipt = remote.allotments().allot(allotment.operation("allot-1"));
    assertThat(receipt.version()).isEqualTo(1);
    assertThat(remote.allotments().allot(allotment.operation("allot-1")).replayed()).isTrue();
    assertThat(remote.allotments().suspend(press, 1, OperationId.NONE).version()).isEqualTo(2);
    assertState(press, Delegation.State.SUSPENDED);
    assertRefused(
        ErrorReason.VERSION_MISMATCH,
        far -> () -> allotments(far).resume(press, 1, OperationId.NONE));
    remote.allotments().resume(press, 2, OperationId.NONE);
    remote.allotments().transfer(Transfer.of(press).to("stamping shop").expecting(3));
    assertThat(newest(true, press).value().holder()).isEqualTo("stamping shop");
    remote.allotments().revokeKey(press, key.keyId(), 7, 4, OperationId.of("k"));
    assertThat(newest(true, press).value().keys().get(0).revokedFrom()).hasValue(7);
    assertRefused(
        ErrorReason.VERSION_MISMATCH,
        far -> () -> allotments(far).revokeKey(press, key.keyId(), 6, 4, OperationId.NONE));
    remote.allotments().revoke(press, 5, OperationId.NONE);
    assertState(press, Delegation.State.REVOKED);
    assertRefused(
        ErrorReason.PREFIX_REVOKED,
        far -> () -> allotments(far).suspend(press, 0, OperationId.NONE));
    assertRefused(ErrorReason.ALREADY_ALLOTTED, far -> () -> allotments(far).allot(allotment));
    assertRefused(
        ErrorReason.PREFIX_NOT_ALLOTTABLE,
        far -> () -> allotments(far).allot(Allotment.hosted(Prefix.parse("88.118.8.1"), "x")));
    assertThat(listed(true)).hasSize(2).isEqualTo(listed(false));
  }

  @Test
  void prefixes_below_one_out_of_use_are_listed_and_shown() {
    Prefix outer = Prefix.parse("20.500.2");
    Prefix inner = Prefix.parse("20.500.2.7");
    node.allotments().allot(Allotment.hosted(outer, "works"));
    node.allotments().allot(Allotment.hosted(inner, "shop"));
    node.allotments().suspend(outer, 1, OperationId.NONE);
    assertThat(remote.allotments().list(outer).map(Verified::statement))
        .containsExactly(newest(false, inner).statement());
    assertThat(newest(true, inner).statement()).isEqualTo(newest(false, inner).statement());
    assertState(outer, Delegation.State.SUSPENDED);
    for (String none : List.of("88.118", "88.118.7", "10.7")) {
      assertThat(remote.allotments().get(Prefix.parse(none)))
          .isEqualTo(node.allotments().get(Prefix.parse(none)))
          .isEmpty();
    }
    assertThatThrownBy(() -> remote.allotments().list(Prefix.parse("10.7"), 1, ""))
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.NOT_AUTHORITATIVE));
  }

  private Verified<Delegation> newest(boolean far, Prefix prefix) {
    return allotments(far).get(prefix).orElseThrow();
  }

  private void assertState(Prefix prefix, Delegation.State state) {
    assertThat(newest(true, prefix).value().state()).isEqualTo(state);
    assertThat(newest(true, prefix).statement()).isEqualTo(newest(false, prefix).statement());
  }

  private static AuthorityKey otherNode() {
    try (Node other = Node.open(NodeConfig.inMemory().authorityFor("88.118.9"))) {
      return other.anchor().authority();
    }
  }

  @Test
  void what_was_kept_below_a_prefix_is_forgotten_when_its_state_changes() {
    node.registrar().assign(Assignment.of(COIL));
    assertThat(remote.resolver().resolve(COIL).found()).isPresent();
    remote.allotments().suspend(MILL, 0, OperationId.NONE);
    assertThatThrownBy(() -> remote.resolver().resolve(COIL))
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.PREFIX_SUSPENDED));
    assertThatThrownBy(() -> remote.records().list(Records.Filter.under(MILL), 10, ""))
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.PREFIX_SUSPENDED));
  }

  @Test
  void the_log_is_audited() {
    assignRecords();
    try (LogSource.Statements statements = remote.log().statements(0, false)) {
      LogAudit.Report report =
          LogAudit.run(
              statements,
              remote.log().checkpoint(),
              node.anchors(),
              Clock.systemUTC(),
              position -> {});
      assertThat(report.statements()).isEqualTo(node.head().statements());
      assertThat(report.checkpoint())
          .isEqualTo(Checkpoint.parse(node.proofs().checkpoint().text()));
    }
    assertThat(remote.log().proveConsistency(1, 2)).isEqualTo(node.proofs().proveConsistency(1, 2));
    assertRefused(
        ErrorReason.OUT_OF_LOG,
        far ->
            () ->
                assertThat(
                        far
                            ? remote.log().proveConsistency(0, 2)
                            : node.proofs().proveConsistency(0, 2))
                    .isNull());
  }

  @Test
  void what_another_key_signed_is_not_believed() {
    assignRecords();
    recordEvents();
    try (Node other = Node.open(NodeConfig.inMemory().authorityFor("88.118"));
        RemoteNode misled = connectedTo(other.anchors())) {
      for (ThrowingCallable question :
          List.<ThrowingCallable>of(
              () -> misled.records().list(Records.Filter.under(MILL), 10, ""),
              () -> misled.records().search(Records.Search.text(MILL, "lot", "L1"), 10, ""),
              () -> misled.records().versions(TEMPLATE, 10, ""),
              () -> misled.eventLists().list(EventFilter.ALL),
              () -> misled.allotments().list(COUNTY, 10, ""),
              () -> misled.allotments().get(MILL))) {
        assertThatThrownBy(question)
            .isInstanceOfSatisfying(
                NameplateException.class,
                e -> assertThat(e.reason()).isEqualTo(ErrorReason.UPSTREAM_REJECTED));
      }
    }
  }

  @Test
  void a_node_that_is_gone_is_unreachable() {
    server.close();
    RecallQuestion question = RecallQuestion.of(List.of(Suspect.of(HEAT)));
    for (ThrowingCallable asking :
        List.<ThrowingCallable>of(
            () -> remote.records().list(Records.Filter.under(MILL), 10, ""),
            () -> remote.eventLists().list(EventFilter.ALL),
            () -> remote.recall().recall(question),
            () -> remote.allotments().suspend(MILL, 0, OperationId.NONE),
            () -> remote.allotments().get(MILL),
            () -> remote.log().checkpoint(),
            () -> remote.log().statements(0, false).hasNext())) {
      assertThatThrownBy(asking)
          .isInstanceOfSatisfying(
              NameplateException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE));
    }
  }

  @Test
  void a_tolerance_of_both_kinds_is_refused_before_anything_is_sent() {
    assertThatThrownBy(
            () ->
                remote
                    .reconciliation()
                    .balance(
                        Reconciliation.Question.of(HEAT),
                        new Tolerance(BigDecimal.ONE, BigDecimal.ONE)))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.field()).isEqualTo("tolerance"));
  }
}
