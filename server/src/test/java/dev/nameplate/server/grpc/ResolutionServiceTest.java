package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.field;
import static dev.nameplate.server.grpc.Wire.question;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.restricted;
import static dev.nameplate.server.grpc.Wire.text;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.operation.Selection;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.ListVersionsResponse;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.RetireRequest;
import dev.nameplate.v1.Source;
import dev.nameplate.v1.UpdateRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResolutionServiceTest {
  private static final String COIL = "88.118.8/COIL-2026-000451";

  @TempDir Path directory;
  private ServedNode served;

  @BeforeEach
  void open() {
    served = ServedNode.in(directory.resolve("node"));
  }

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @EnumSource(SignatureSuite.class)
  void a_record_resolves_and_its_proof_holds_offline(SignatureSuite suite) {
    try (ServedNode other =
        ServedNode.open(
            ServedNode.config(directory.resolve("other")).withSuite(suite),
            Caller.STRANGER,
            Runnable::run)) {
      other.registration().assign(assign(COIL, text(1, "URL", "https://mill.example/451")));

      ResolveResponse answer = other.resolution().resolve(question("88.118.8/coil-2026-000451"));

      assertThat(answer.getOutcome()).isEqualTo(Outcome.OUTCOME_FOUND);
      assertThat(answer.getSource()).isEqualTo(Source.SOURCE_OWN);
      assertThat(answer.getTtlSeconds()).isEqualTo(86_400);
      assertThat(answer.getSelectedList()).isEmpty();
      IdentifierRecord record = verified(other, answer.getStatement()).value();
      assertThat(record.identifier()).hasToString(COIL);
      assertThat(record.values()).hasSize(1);
    }
  }

  @Test
  void what_was_signed_goes_to_the_wire_as_it_was_stored() {
    served.registration().assign(assign(COIL, text(1, "URL", "https://mill.example/451")));

    ResolveResponse answer = served.resolution().resolve(question(COIL));

    assertThat(answer.getStatement())
        .isEqualTo(
            served
                .node
                .records()
                .versions(Identifier.parse(COIL), 1, "")
                .entries()
                .get(0)
                .statement()
                .toProto());
    assertThat(served.resolution().resolve(question(COIL))).isEqualTo(answer);
  }

  private static RecordValue reference(RecordValue value, String to) {
    return value.toBuilder().setReference(Reference.newBuilder().setIdentifier(to)).build();
  }

  @Test
  void what_restricted_values_name_is_not_followed() {
    served
        .registration()
        .assign(
            assign(
                COIL,
                restricted(1, "HS_ALIAS", "88.118.8/secret-1"),
                reference(restricted(2, "LOT", ""), "88.118.8/secret-2"),
                reference(text(3, "LOT", ""), "88.118.8/shown")));

    ResolveResponse answer =
        served
            .resolution()
            .resolve(
                question(COIL).toBuilder()
                    .setFollowAliases(true)
                    .setFollowReferences(true)
                    .build());

    assertThat(answer.getAliasesList()).isEmpty();
    assertThat(answer.getReferencesList())
        .extracting(reference -> reference.getIdentifier())
        .containsExactly("88.118.8/shown");
  }

  @Test
  void an_identifier_that_was_never_assigned_is_absent_and_that_is_no_error() {
    ResolveResponse answer = served.resolution().resolve(question(COIL));

    assertThat(answer.getOutcome()).isEqualTo(Outcome.OUTCOME_ABSENT);
    assertThat(answer.getTtlSeconds()).isEqualTo(300);
    TrustAnchors anchors = served.node.anchors();
    Absence absence =
        new StatementVerifier(anchors, Clock.systemUTC())
            .verifyAbsence(
                SignedStatement.fromProto(answer.getStatement()),
                Identifier.parse(COIL),
                anchors.above(Prefix.parse("88.118.8")).orElseThrow())
            .value();
    assertThat(absence.logSize()).isZero();
  }

  @Test
  void a_retired_identifier_is_absent_with_its_signed_tombstone() {
    served.registration().assign(assign(COIL, text(1, "URL", "https://mill.example/451")));
    served
        .registration()
        .retire(RetireRequest.newBuilder().setIdentifier(COIL).setExpectedVersion(1).build());

    ResolveResponse answer = served.resolution().resolve(question(COIL));

    assertThat(answer.getOutcome()).isEqualTo(Outcome.OUTCOME_ABSENT);
    assertThat(verified(served, answer.getStatement()).value().retired()).isTrue();
  }

  @Test
  void an_earlier_version_is_found_by_number_by_time_and_by_position() {
    Receipt first =
        served.registration().assign(assign(COIL, text(1, "STATE", "rolled"))).getReceipt();
    served.registration().update(update(COIL, 1, "galvanised"));

    assertThat(stateOf(question(COIL))).contains("galvanised");
    assertThat(stateOf(question(COIL).toBuilder().setVersion(1).build())).contains("rolled");
    assertThat(stateOf(question(COIL).toBuilder().setPosition(first.getPosition() + 1).build()))
        .contains("rolled");
    ResolveRequest before =
        question(COIL).toBuilder().setTimeMillis(first.getTimeMillis() - 1).build();
    assertThat(served.resolution().resolve(before).getOutcome()).isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void the_values_chosen_by_index_or_type_are_named_and_the_statement_stays_whole() {
    served
        .registration()
        .assign(
            assign(
                COIL,
                text(1, "URL", "u"),
                text(2, "mill.heat", "H1"),
                text(3, "mill.slab", "S1"),
                text(9, "DESC", "d")));

    ResolveResponse answer =
        served
            .resolution()
            .resolve(
                question(COIL).toBuilder().addIndexes(9).addIndexes(77).addTypes("MILL.").build());

    assertThat(answer.getSelectedList()).containsExactly(2, 3, 9);
    assertThat(verified(served, answer.getStatement()).value().values()).hasSize(4);
  }

  @Test
  void the_public_sees_of_a_restricted_value_only_that_it_is_there() {
    served.registration().assign(assign(COIL, text(1, "URL", "u"), restricted(2, "PRICE", "4100")));

    ResolveResponse answer =
        served
            .resolution()
            .resolve(question(COIL).toBuilder().addTypes("PRICE").addIndexes(2).build());

    assertThat(answer.getStatement().getDisclosuresCount()).isZero();
    assertThat(answer.getSelectedList()).isEmpty();
    IdentifierRecord record = verified(served, answer.getStatement()).value();
    assertThat(record.values()).extracting(value -> value.index()).containsExactly(1L);
    assertThat(record.withheld()).containsExactly(2L);
  }

  @Test
  void a_trusted_audience_sees_restricted_values_in_every_answer() {
    try (ServedNode trusted = ServedNode.in(directory.resolve("trusted"), Caller.OPERATOR)) {
      trusted
          .registration()
          .assign(assign(COIL, text(1, "URL", "u"), restricted(2, "PRICE", "4100")));

      ResolveResponse answer =
          trusted.resolution().resolve(question(COIL).toBuilder().addTypes("PRICE").build());

      assertThat(answer.getSelectedList()).containsExactly(2);
      assertThat(verified(trusted, answer.getStatement()).value().withheld()).isEmpty();
    }
  }

  @Test
  void lists_do_not_disclose_restricted_values_either() {
    served.registration().assign(assign(COIL, restricted(2, "PRICE", "4100")));

    assertThat(
            served
                .resolution()
                .listVersions(versions(COIL, 0, ""))
                .getStatements(0)
                .getDisclosuresCount())
        .isZero();
    assertThat(
            served
                .resolution()
                .listIdentifiers(identifiers(0, ""))
                .getStatements(0)
                .getDisclosuresCount())
        .isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          space instead of slash, 88.118.8 COIL,  identifier
          empty,                  '',             identifier
          empty suffix,           88.118.8/,      suffix
          empty label,            88..8/COIL,     prefix
          """)
  void a_malformed_identifier_is_refused(String why, String text, String field) {
    StatusRuntimeException e =
        refused(
            () -> served.resolution().resolve(question(text)),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.MALFORMED_IDENTIFIER);

    assertThat(field(e)).isEqualTo(field);
  }

  @Test
  void a_prefix_of_somebody_else_is_refused() {
    refused(
        () -> served.resolution().resolve(question("88.999.9/X")),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.NOT_AUTHORITATIVE);
  }

  @Test
  void an_unknown_field_is_refused_with_its_message_and_number() {
    StatusRuntimeException e =
        refused(
            () -> served.resolution().resolve(withUnknownField(question(COIL), 4711)),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(e.getStatus().getDescription())
        .contains("nameplate.v1.ResolveRequest")
        .contains("field 4711");
    assertThat(field(e)).isEqualTo("nameplate.v1.ResolveRequest");
  }

  @Test
  void numbers_beyond_63_bits_are_refused_as_they_were_written() {
    StatusRuntimeException e =
        refused(
            () -> served.resolution().resolve(question(COIL).toBuilder().setTimeMillis(-1).build()),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(e.getStatus().getDescription()).contains("18446744073709551615");
    assertThat(field(e)).isEqualTo("time_millis");
  }

  @Test
  void a_question_that_names_more_indexes_than_a_record_can_have_is_refused() {
    ResolveRequest.Builder greedy = question(COIL).toBuilder();
    IntStream.rangeClosed(0, Selection.MAX_INDEXES).forEach(greedy::addIndexes);

    StatusRuntimeException e =
        refused(
            () -> served.resolution().resolve(greedy.build()),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(field(e)).isEqualTo("indexes");
  }

  @Test
  void versions_come_newest_first_and_by_pages() {
    served.registration().assign(assign(COIL, text(1, "STATE", "0")));
    for (int version = 1; version < 5; version++) {
      served.registration().update(update(COIL, version, "" + version));
    }
    List<Long> seen = new ArrayList<>();
    String token = "";
    do {
      ListVersionsResponse page = served.resolution().listVersions(versions(COIL, 2, token));
      page.getStatementsList()
          .forEach(statement -> seen.add(verified(served, statement).value().version()));
      assertThat(page.getStatementsCount()).isLessThanOrEqualTo(2);
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(seen).containsExactly(5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void an_identifier_that_was_never_assigned_has_no_versions() {
    ListVersionsResponse page = served.resolution().listVersions(versions(COIL, 0, ""));

    assertThat(page.getStatementsList()).isEmpty();
    assertThat(page.getNextPageToken()).isEmpty();
  }

  @Test
  void identifiers_come_in_canonical_order_and_by_pages() {
    List<String> assigned = IntStream.range(0, 45).mapToObj("88.118.8/C-%03d"::formatted).toList();
    assigned.forEach(identifier -> served.registration().assign(assign(identifier)));
    served.registration().assign(assign("88.118.8/D-1"));
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListIdentifiersResponse page =
          served
              .resolution()
              .listIdentifiers(identifiers(20, token).toBuilder().setSuffixStart("c-").build());
      page.getStatementsList()
          .forEach(
              statement -> seen.add(verified(served, statement).value().identifier().toString()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(seen).isEqualTo(assigned);
  }

  @Test
  void a_page_of_large_records_is_cut_where_clients_can_still_take_it() {
    AssignRequest large = assign("88.118.8/L", text(1, "NOTE", "x".repeat(250_000)));
    for (int i = 10; i < 40; i++) {
      served.registration().assign(large.toBuilder().setIdentifier("88.118.8/L-" + i).build());
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      ListIdentifiersResponse page = served.resolution().listIdentifiers(identifiers(1000, token));
      assertThat(page.getSerializedSize()).isLessThan(4 << 20);
      assertThat(page.getStatementsCount()).isPositive();
      page.getStatementsList()
          .forEach(
              statement ->
                  seen.add(verified(served, statement).value().identifier().suffix().toString()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(seen).isEqualTo(IntStream.range(10, 40).mapToObj(i -> "L-" + i).toList());
  }

  @ParameterizedTest
  @CsvSource({"1001", "-1"})
  void a_page_size_out_of_range_is_refused(int size) {
    StatusRuntimeException e =
        refused(
            () -> served.resolution().listIdentifiers(identifiers(size, "")),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(field(e)).isEqualTo("page_size");
  }

  @Test
  void a_page_token_that_no_page_carried_is_refused() {
    StatusRuntimeException e =
        refused(
            () -> served.resolution().listVersions(versions(COIL, 0, "not a token")),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(field(e)).isEqualTo("page_token");
  }

  private String stateOf(ResolveRequest request) {
    ResolveResponse answer = served.resolution().resolve(request);
    return verified(served, answer.getStatement()).value().value(1).orElseThrow().data().toString();
  }

  private static UpdateRequest update(String identifier, long version, String state) {
    return UpdateRequest.newBuilder()
        .setIdentifier(identifier)
        .setExpectedVersion(version)
        .addValues(text(1, "STATE", state))
        .build();
  }

  private static ListVersionsRequest versions(String identifier, int size, String token) {
    return ListVersionsRequest.newBuilder()
        .setIdentifier(identifier)
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  private static ListIdentifiersRequest identifiers(int size, String token) {
    return ListIdentifiersRequest.newBuilder()
        .setPrefix("88.118.8")
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  private static Verified<IdentifierRecord> verified(
      ServedNode by, dev.nameplate.v1.SignedStatement statement) {
    return new StatementVerifier(TrustAnchors.of(List.of(by.node.anchor())), Clock.systemUTC())
        .verify(SignedStatement.fromProto(statement));
  }
}
