package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.field;
import static dev.nameplate.server.grpc.Wire.question;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.text;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Permissions;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.v1.AlreadyAssigned;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RetireRequest;
import dev.nameplate.v1.UpdateRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationServiceTest {
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

  @Test
  void a_receipt_says_what_was_written_and_where() {
    AssignRequest request =
        assign(COIL, text(1, "URL", "u")).toBuilder().setOperationId("op-1").build();

    Receipt receipt = served.registration().assign(request).getReceipt();

    assertThat(receipt.getIdentifier()).isEqualTo(COIL);
    assertThat(receipt.getVersion()).isEqualTo(1);
    assertThat(receipt.getOperationId()).isEqualTo("op-1");
    assertThat(receipt.getReplayed()).isFalse();
    assertThat(receipt.getPosition()).isZero();
    assertThat(receipt.getBatch()).isZero();
    assertThat(receipt.getTimeMillis()).isPositive();
  }

  @Test
  void a_repeat_under_the_same_operation_id_is_answered_with_the_first_receipt() {
    AssignRequest request =
        assign(COIL, text(1, "URL", "u")).toBuilder().setOperationId("op-1").build();
    Receipt first = served.registration().assign(request).getReceipt();

    Receipt second = served.registration().assign(request).getReceipt();

    assertThat(second).isEqualTo(first.toBuilder().setReplayed(true).build());
    refused(
        () ->
            served
                .registration()
                .assign(request.toBuilder().setIdentifier("88.118.8/OTHER").build()),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.OPERATION_CONFLICT);
  }

  @Test
  void whether_a_restricted_value_is_the_same_is_told_to_nobody_from_outside() {
    served.registration().assign(priced("417", ""));
    served
        .registration()
        .assign(priced("417", "op-2").toBuilder().setIdentifier(COIL + "-2").build());
    Set<String> answers = new HashSet<>();
    Set<Receipt> receipts = new HashSet<>();
    for (String price : List.of("1", "416", "417", "418")) {
      StatusRuntimeException taken =
          refused(
              () -> served.registration().assign(priced(price, "")),
              Status.Code.ALREADY_EXISTS,
              ErrorReason.ALREADY_ASSIGNED);
      answers.add(StatusProto.fromThrowable(taken).toString());
      receipts.add(
          served
              .registration()
              .assign(priced(price, "op-2").toBuilder().setIdentifier(COIL + "-2").build())
              .getReceipt());
    }

    assertThat(answers).hasSize(1);
    assertThat(receipts).hasSize(1);
  }

  private static AssignRequest priced(String price, String operation) {
    RecordValue restricted =
        RecordValues.toProto(
            dev.nameplate.record.RecordValue.text(4, "price", price)
                .withPermissions(Permissions.RESTRICTED));
    return assign(COIL, text(1, "URL", "u"), restricted).toBuilder()
        .setOperationId(operation)
        .build();
  }

  @Test
  void an_assigned_identifier_is_not_assigned_again() {
    served.registration().assign(assign(COIL));

    refused(
        () -> served.registration().assign(assign("88.118.8/coil-2026-000451")),
        Status.Code.ALREADY_EXISTS,
        ErrorReason.ALREADY_ASSIGNED);
  }

  @Test
  void who_assigns_the_same_again_is_told_by_which_receipt_it_is_assigned() throws Exception {
    AssignRequest request = assign(COIL, text(1, "URL", "u"));
    Receipt first = served.registration().assign(request).getReceipt();

    AlreadyAssigned same = already(request);
    AlreadyAssigned other = already(assign(COIL, text(1, "URL", "other")));

    assertThat(same.getNewest()).isEqualTo(first);
    assertThat(same.getSameContent()).isTrue();
    assertThat(other.getNewest()).isEqualTo(first);
    assertThat(other.getSameContent()).isFalse();
  }

  private AlreadyAssigned already(AssignRequest request) throws Exception {
    StatusRuntimeException refusal =
        refused(
            () -> served.registration().assign(request),
            Status.Code.ALREADY_EXISTS,
            ErrorReason.ALREADY_ASSIGNED);
    for (Any detail : Objects.requireNonNull(StatusProto.fromThrowable(refusal)).getDetailsList()) {
      if (detail.is(AlreadyAssigned.class)) {
        return detail.unpack(AlreadyAssigned.class);
      }
    }
    throw new AssertionError("no receipt in " + refusal);
  }

  @Test
  void an_update_needs_the_newest_version() {
    served.registration().assign(assign(COIL));

    refused(
        () -> served.registration().update(update(COIL, 7)),
        Status.Code.ABORTED,
        ErrorReason.VERSION_MISMATCH);
    refused(
        () -> served.registration().update(update("88.118.8/NOBODY", 1)),
        Status.Code.NOT_FOUND,
        ErrorReason.NOT_ASSIGNED);
    assertThat(served.registration().update(update(COIL, 1)).getReceipt().getVersion())
        .isEqualTo(2);
  }

  @Test
  void a_retired_identifier_stays_retired() {
    served.registration().assign(assign(COIL));
    RetireRequest retire =
        RetireRequest.newBuilder().setIdentifier(COIL).setExpectedVersion(1).build();

    assertThat(served.registration().retire(retire).getReceipt().getVersion()).isEqualTo(2);

    refused(
        () -> served.registration().update(update(COIL, 2)),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.RETIRED);
    assertThat(served.resolution().resolve(question(COIL)).getOutcome())
        .isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void the_path_to_a_wrong_field_leads_into_the_list_of_values() {
    RecordValue badIndex = text(0, "URL", "u");

    StatusRuntimeException e =
        refused(
            () ->
                served
                    .registration()
                    .assign(assign(COIL, text(1, "A", "a"), text(2, "B", "b"), badIndex)),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_RECORD);

    assertThat(field(e)).isEqualTo("values[2].index");
    assertThat(e.getStatus().getDescription()).startsWith("values[2].index: \"0\" (expected: ");
  }

  @Test
  void two_values_at_one_index_are_refused() {
    refused(
        () -> served.registration().assign(assign(COIL, text(1, "A", "a"), text(1, "B", "b"))),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_RECORD);
  }

  @Test
  void a_record_beyond_the_limit_is_refused() {
    refused(
        () -> served.registration().assign(assign(COIL, text(1, "NOTE", "x".repeat(262_145)))),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_RECORD);
  }

  @Test
  void unknown_fields_are_refused_however_deep_they_stand_and_nothing_changes() {
    Reference reference =
        withUnknownField(Reference.newBuilder().setIdentifier("88.118.8/SLAB").build(), 99);
    RecordValue value =
        RecordValue.newBuilder()
            .setIndex(1)
            .setType("SLAB")
            .addReferences(reference)
            .setText("t")
            .build();

    StatusRuntimeException inside =
        refused(
            () -> served.registration().assign(assign(COIL, value)),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);
    StatusRuntimeException outside =
        refused(
            () -> served.registration().update(withUnknownField(update(COIL, 1), 5)),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(inside.getStatus().getDescription())
        .contains("nameplate.v1.Reference")
        .contains("field 99");
    assertThat(outside.getStatus().getDescription())
        .contains("nameplate.v1.UpdateRequest")
        .contains("field 5");
    assertThat(served.node.head().statements()).isZero();
  }

  @Test
  void a_closed_node_says_that_it_is_stopped() {
    served.node.close();

    refused(
        () -> served.registration().assign(assign(COIL)),
        Status.Code.UNAVAILABLE,
        ErrorReason.NODE_STOPPED);
  }

  @Test
  void a_call_cancelled_while_it_waited_for_a_thread_writes_nothing() {
    Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    try (ServedNode slow =
        ServedNode.open(
            ServedNode.config(directory.resolve("slow")), Caller.STRANGER, waiting::add)) {
      var call = RegistrationServiceGrpc.newFutureStub(slow.channel()).assign(assign(COIL));
      call.cancel(true);

      runAll(waiting);

      assertNeverAssigned(slow);
    }
  }

  @Test
  void a_call_whose_deadline_passed_while_it_waited_for_a_thread_writes_nothing() {
    Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    try (ServedNode slow =
        ServedNode.open(
            ServedNode.config(directory.resolve("slow")), Caller.STRANGER, waiting::add)) {
      var call =
          RegistrationServiceGrpc.newFutureStub(slow.channel())
              .withDeadlineAfter(20, TimeUnit.MILLISECONDS)
              .assign(assign(COIL));
      assertThat(call)
          .failsWithin(java.time.Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("DEADLINE_EXCEEDED");

      runAll(waiting);

      assertNeverAssigned(slow);
    }
  }

  private static void runAll(Queue<Runnable> waiting) {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }

  private static void assertNeverAssigned(ServedNode served) {
    served
        .node
        .registrar()
        .assign(Assignment.of("88.118.8/BARRIER")); // writes are committed in order
    assertThat(served.node.resolver().resolve(Identifier.parse(COIL)))
        .isInstanceOf(Resolution.Absent.class);
  }

  private static UpdateRequest update(String identifier, long version) {
    return UpdateRequest.newBuilder()
        .setIdentifier(identifier)
        .setExpectedVersion(version)
        .addValues(text(1, "STATE", "new"))
        .build();
  }
}
