package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.SearchRequest;
import dev.nameplate.v1.SearchResponse;
import dev.nameplate.v1.UpdateRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates and searches over the wire. */
class TemplateServiceTest {
  private static final Reference TEMPLATE =
      Reference.newBuilder().setIdentifier("88.118.8/TEMPLATE-COIL").build();

  @TempDir Path directory;
  private ServedNode served;

  @BeforeEach
  void open_a_node_with_a_template() {
    served = ServedNode.in(directory.resolve("node"));
    String json =
        """
        {"items": [
          {"name": "lot", "type": "string", "required": true, "max_length": 8, "indexed": true},
          {"name": "serial", "type": "number", "unique": true}]}
        """;
    RecordValue version =
        RecordValue.newBuilder().setIndex(1).setType("METADATA_TEMPLATE").setJson(json).build();
    served.registration().assign(assign(TEMPLATE.getIdentifier(), version));
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static RecordValue serial(String number) {
    return RecordValue.newBuilder().setIndex(2).setType("serial").setNumber(number).build();
  }

  private static AssignRequest coil(String name, RecordValue... values) {
    return assign("88.118.8/" + name, values).toBuilder().setTemplate(TEMPLATE).build();
  }

  private static SearchRequest lot(String lot) {
    return SearchRequest.newBuilder().setPrefix("88.118.8").setItem("lot").setText(lot).build();
  }

  private List<String> names(SearchResponse page) {
    StatementVerifier verifier = new StatementVerifier(served.node.anchors(), Clock.systemUTC());
    List<String> names = new ArrayList<>();
    for (var statement : page.getStatementsList()) {
      IdentifierRecord record =
          (IdentifierRecord) verifier.verifyLogged(SignedStatement.fromProto(statement)).value();
      names.add(record.identifier().toString());
    }
    return names;
  }

  @Test
  void a_record_that_follows_its_template_is_assigned_and_found() {
    served.registration().assign(coil("C1", text(1, "lot", "L1"), serial("7")));
    served.registration().assign(coil("C2", text(1, "lot", "L1")));

    assertThat(names(served.resolution().search(lot("L1"))))
        .containsExactly("88.118.8/C1", "88.118.8/C2");
    assertThat(
            names(
                served
                    .resolution()
                    .search(
                        SearchRequest.newBuilder()
                            .setPrefix("88.118.8")
                            .setItem("SERIAL")
                            .setNumber("7.00")
                            .build())))
        .containsExactly("88.118.8/C1");
    IdentifierRecord record =
        served.node.statements().newest(Identifier.parse("88.118.8/C1")).orElseThrow().value();
    assertThat(record.value(1001).orElseThrow().type()).isEqualTo("TEMPLATE");
  }

  @Test
  void every_field_that_fails_is_named() {
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> served.registration().assign(coil("C1", text(2, "serial", "x"))));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(
            Wire.detail(e, BadRequest.class).orElseThrow().getFieldViolationsList().stream()
                .map(BadRequest.FieldViolation::getDescription))
        .containsExactly(
            "values[serial]: \"x\" (expected: number)",
            "values[lot]: missing (expected: string of at most 8 characters)");
  }

  @Test
  void very_many_wrong_fields_fit_into_the_trailers_that_clients_accept() {
    AssignRequest.Builder request = coil("C1").toBuilder();
    for (int i = 0; i < 1000; i++) {
      request.addValues(text(i + 1, "标识".repeat(60) + i, "标识".repeat(100)));
    }

    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> served.registration().assign(request.build()));

    assertThat(Wire.detail(e, BadRequest.class).orElseThrow().getFieldViolationsCount())
        .isBetween(1, 10);
    com.google.rpc.Status status = io.grpc.protobuf.StatusProto.fromThrowable(e);
    assertThat(status.getSerializedSize() * 4 / 3 + 3 * status.getMessage().getBytes(UTF_8).length)
        .isLessThan(8000);
  }

  @Test
  void a_template_that_is_not_there_and_a_value_that_is_taken_are_told_apart() {
    served.registration().assign(coil("C1", text(1, "lot", "L1"), serial("7")));

    refused(
        () -> served.registration().assign(coil("C2", text(1, "lot", "L2"), serial("7"))),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.VALUE_TAKEN);
    refused(
        () ->
            served
                .registration()
                .assign(
                    coil("C2", text(1, "lot", "L2")).toBuilder()
                        .setTemplate(TEMPLATE.toBuilder().setIndex(2))
                        .build()),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.TEMPLATE_UNKNOWN);
  }

  @Test
  void an_update_names_the_template_again() {
    served.registration().assign(coil("C1", text(1, "lot", "L1")));
    UpdateRequest update =
        UpdateRequest.newBuilder()
            .setIdentifier("88.118.8/C1")
            .setExpectedVersion(1)
            .addValues(text(1, "lot", "L2"))
            .build();

    refused(
        () -> served.registration().update(update),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_RECORD);
    served.registration().update(update.toBuilder().setTemplate(TEMPLATE).build());

    assertThat(names(served.resolution().search(lot("L2")))).containsExactly("88.118.8/C1");
    assertThat(names(served.resolution().search(lot("L1")))).isEmpty();
  }

  @Test
  void a_minted_identifier_and_one_of_a_stream_follow_their_template() {
    AssignRequest mint =
        coil("unused", text(1, "lot", "L1")).toBuilder()
            .clearIdentifier()
            .setPattern("88.118.8/M{seq:2}")
            .build();
    assertThat(served.registration().assign(mint).getReceipt().getIdentifier())
        .isEqualTo("88.118.8/M01");
    Received<AssignAllRequest, AssignAllResponse> answers = Received.everything();
    StreamObserver<AssignAllRequest> stream =
        RegistrationServiceGrpc.newStub(served.channel()).assignAll(answers);
    stream.onNext(item(coil("S1")));
    stream.onNext(item(coil("S2", text(1, "lot", "L1"))));
    stream.onCompleted();

    List<AssignAllResponse> outcomes = answers.all();
    assertThat(outcomes.get(0).getError().getReason()).isEqualTo("INVALID_RECORD");
    assertThat(outcomes.get(0).getError().getField()).isEqualTo("values[lot]");
    assertThat(outcomes.get(1).hasReceipt()).isTrue();
    assertThat(names(served.resolution().search(lot("L1"))))
        .containsExactly("88.118.8/M01", "88.118.8/S2");
  }

  private static AssignAllRequest item(AssignRequest request) {
    return AssignAllRequest.newBuilder().setAssignment(request).build();
  }

  @Test
  void a_stranger_does_not_find_records_by_restricted_values() {
    RecordValue secret = text(1, "lot", "L1").toBuilder().setPermissions(12).build();
    served.registration().assign(coil("C1", secret));

    assertThat(served.resolution().search(lot("L1")).getStatementsCount()).isZero();
    served.close();
    served = ServedNode.in(directory.resolve("node"), Caller.OPERATOR);
    assertThat(served.resolution().search(lot("L1")).getStatementsCount()).isEqualTo(1);
  }

  @Test
  void a_search_by_an_item_that_is_not_indexed_is_refused_for_everyone() {
    served.registration().assign(coil("C1", text(1, "lot", "L1")));

    refused(
        () -> served.resolution().search(lot("L1").toBuilder().setItem("lott").build()),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.NOT_INDEXED);
    refused(
        () -> served.resolution().search(lot("L1").toBuilder().setNumber("1").build()),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.NOT_INDEXED);
    assertThat(names(served.resolution().search(lot("L1").toBuilder().setWritten("L1").build())))
        .containsExactly("88.118.8/C1");
  }

  @Test
  void pages_follow_each_other() {
    for (int i = 0; i < 5; i++) {
      served.registration().assign(coil("C" + i, text(1, "lot", "L1")));
    }
    List<String> names = new ArrayList<>();
    SearchRequest question = lot("L1").toBuilder().setPageSize(2).build();
    String token = "";
    do {
      SearchResponse page =
          served.resolution().search(question.toBuilder().setPageToken(token).build());
      assertThat(page.getStatementsCount()).isLessThanOrEqualTo(2);
      names.addAll(names(page));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names)
        .containsExactly("88.118.8/C0", "88.118.8/C1", "88.118.8/C2", "88.118.8/C3", "88.118.8/C4");
  }

  @Test
  void bad_questions_are_refused() {
    for (SearchRequest bad :
        List.of(
            lot("L1").toBuilder().clearValue().build(),
            lot("L1").toBuilder().setNumber("seven").build(),
            lot("L1").toBuilder().setDate("yesterday").build(),
            lot("L1").toBuilder().setPageSize(1001).build(),
            lot("L1").toBuilder().setPageToken("%").build())) {
      refused(
          () -> served.resolution().search(bad),
          Status.Code.INVALID_ARGUMENT,
          bad.getValueCase() == SearchRequest.ValueCase.NUMBER
              ? ErrorReason.INVALID_RECORD
              : ErrorReason.INVALID_ARGUMENT);
    }
    refused(
        () -> served.resolution().search(lot("L1").toBuilder().setPrefix("10.9").build()),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.NOT_AUTHORITATIVE);
  }
}
