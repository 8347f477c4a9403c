package dev.nameplate.server.cli.bulk;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.UncheckedExecutionException;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ResolutionServiceGrpc.ResolutionServiceFutureStub;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares rows whose identifiers are already assigned with the values of their newest or first
 * version. The node's answers are not verified.
 */
final class SameContent {
  private final ResolutionServiceFutureStub resolution;
  private final ImportReport report;

  SameContent(ResolutionServiceFutureStub resolution, ImportReport report) {
    this.resolution = resolution;
    this.report = report;
  }

  private static Read<IdentifierRecord> found(ResolveResponse answer, PendingRow row) {
    return Read.unverified(
        SignedStatement.fromProto(answer.getStatement()), row.assignment().identifier());
  }

  /**
   * Reports each row as present or refused.
   *
   * @throws LostConnectionException if the node does not answer; some rows may have been reported
   *     and removed
   */
  void settle(List<PendingRow> rows) {
    List<ListenableFuture<ResolveResponse>> newest = new ArrayList<>(rows.size());
    for (PendingRow row : rows) {
      newest.add(ask(row, AsOf.Newest.NEWEST));
    }
    for (ListenableFuture<ResolveResponse> answer : newest) {
      settle(rows.get(0), found(await(answer), rows.get(0)));
      rows.remove(0);
    }
  }

  private void settle(PendingRow row, Read<IdentifierRecord> newest) {
    Optional<Read<IdentifierRecord>> same = Optional.of(newest).filter(found -> isSame(row, found));
    if (same.isEmpty() && newest.value().version() > 1) {
      same =
          Optional.of(found(await(ask(row, new AsOf.Version(1))), row))
              .filter(found -> isSame(row, found));
    }
    same.ifPresentOrElse(
        found -> report.present(row.place(), receipt(found)),
        () -> report.refused(row.place(), conflict(row, newest, firstRow(row, newest))));
  }

  private ListenableFuture<ResolveResponse> ask(PendingRow row, AsOf asOf) {
    return resolution.resolve(
        QuestionCodec.request(new Question(row.assignment().identifier(), asOf)).build());
  }

  private static boolean isSame(PendingRow row, Read<IdentifierRecord> found) {
    List<RecordValue> wanted =
        row.assignment().values().stream()
            .sorted(Comparator.comparingLong(RecordValue::index))
            .toList();
    return found.value().withheld().isEmpty()
        && !found.value().retired()
        && TemplateValue.isSame(found.value().values(), wanted);
  }

  private static Receipt receipt(Read<IdentifierRecord> found) {
    SignedStatement statement = found.statement();
    return new Receipt(
        found.value().identifier(),
        found.value().version(),
        OperationId.NONE,
        true,
        statement.position(),
        statement.batch().batch(),
        statement.batch().time());
  }

  /** The row of this run that assigned the identifier, if any. */
  private String firstRow(PendingRow row, Read<IdentifierRecord> newest) {
    return report
        .assignedAt(newest.statement().position())
        .map(first -> ", by " + row.place().seen(first))
        .orElse("");
  }

  private static Failure conflict(PendingRow row, Read<IdentifierRecord> newest, String firstRow) {
    String is =
        newest.value().retired()
            ? "is retired"
            : newest.value().withheld().isEmpty()
                ? "is assigned with other values, as version " + newest.value().version()
                : "is assigned with restricted values that cannot be compared from here; use --data on the node's machine";
    return new Failure(
        ErrorReason.ALREADY_ASSIGNED.name(),
        "identifier: \"%s\" %s%s (expected: a new identifier, or the same values)"
            .formatted(row.assignment().identifier(), is, firstRow));
  }

  private static ResolveResponse await(ListenableFuture<ResolveResponse> answer) {
    try {
      return requireNonNull(Futures.getUnchecked(answer));
    } catch (UncheckedExecutionException e) {
      throw LostConnectionException.from(e);
    }
  }
}
