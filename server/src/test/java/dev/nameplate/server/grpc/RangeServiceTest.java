package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.field;
import static dev.nameplate.server.grpc.Wire.question;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.UpdateRequest;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeServiceTest {
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
  void a_range_is_assigned_and_its_members_resolve_list_and_change_by_name() {
    Receipt receipt = served.registration().assignRange(coils().build()).getReceipt();
    ResolveResponse answer = served.resolution().resolve(question("88.118.8/COIL-000451"));
    served
        .registration()
        .update(
            UpdateRequest.newBuilder()
                .setIdentifier("88.118.8/COIL-000002")
                .setExpectedVersion(1)
                .addValues(text(1, "URL", "own"))
                .build());
    ListIdentifiersResponse page =
        served
            .resolution()
            .listIdentifiers(
                ListIdentifiersRequest.newBuilder().setPrefix("88.118.8").setPageSize(3).build());

    assertThat(receipt.getIdentifier()).isEqualTo("88.118.8/COIL-000001");
    assertThat(receipt.getRangeLast()).isEqualTo("88.118.8/COIL-001000");
    assertThat(receipt.getRangeMembers()).isEqualTo(1000);
    assertThat(answer.getOutcome()).isEqualTo(Outcome.OUTCOME_FOUND);
    SignedStatement statement = SignedStatement.fromProto(answer.getStatement());
    assertThat(statement.is(StatementKind.RANGE)).isTrue();
    assertThat(
            RangeBody.parse(statement.body())
                .range()
                .numberOf(Identifier.parse("88.118.8/COIL-000451")))
        .hasValue(451);
    assertThat(page.getIdentifiersList())
        .containsExactly("88.118.8/COIL-000001", "88.118.8/COIL-000002", "88.118.8/COIL-000003");
    assertThat(page.getStatementsList().stream().map(SignedStatement::fromProto))
        .extracting(entry -> entry.is(StatementKind.RANGE))
        .containsExactly(true, false, true);
    assertThat(served.resolution().resolve(question("88.118.8/COIL-001001")).getOutcome())
        .isEqualTo(Outcome.OUTCOME_ABSENT);
  }

  @Test
  void a_range_over_an_assigned_identifier_is_refused_naming_it() {
    served.registration().assign(assign("88.118.8/COIL-000007", text(1, "URL", "u")));

    assertThat(
            refused(
                    () -> served.registration().assignRange(coils().build()),
                    Status.Code.ALREADY_EXISTS,
                    ErrorReason.ALREADY_ASSIGNED)
                .getMessage())
        .contains("88.118.8/COIL-000007");
  }

  @Test
  void what_is_wrong_with_a_range_is_said_with_the_field() {
    assertThat(
            field(
                refused(
                    () -> served.registration().assignRange(coils().setLast(1_000_000).build()),
                    Status.Code.INVALID_ARGUMENT,
                    ErrorReason.INVALID_RECORD)))
        .isEqualTo("last");
    assertThat(
            field(
                refused(
                    () -> served.registration().assignRange(coils().setPattern("COIL").build()),
                    Status.Code.INVALID_ARGUMENT,
                    ErrorReason.MALFORMED_IDENTIFIER)))
        .isEqualTo("pattern");
  }

  private static AssignRangeRequest.Builder coils() {
    return AssignRangeRequest.newBuilder()
        .setPrefix("88.118.8")
        .setPattern("COIL-{seq:6}")
        .setFirst(1)
        .setLast(1000)
        .addValues(text(1, "URL", "https://mill.example/{n}"));
  }
}
