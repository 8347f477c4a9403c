package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.Refusal;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Assigns rows over a {@link ResumingStream}. Every row is sent under an operation id made of its
 * content, so that sending it again never assigns it twice. Used by one thread.
 */
final class Importer implements ResumingStream.Receiver<PendingRow, AssignAllResponse> {
  /** Number of rows that are looked up together when their identifiers are assigned already. */
  private static final int LOOK_UP = 256;

  /** Reasons for which a row is compared with the existing record. */
  private static final Set<String> TAKEN =
      Set.of(ErrorReason.ALREADY_ASSIGNED.name(), ErrorReason.RETIRED.name());

  private final ImportReport report;
  private final SameContent sameContent;
  private final List<PendingRow> alreadyAssigned = new ArrayList<>();
  private final ResumingStream<PendingRow, AssignAllRequest, AssignAllResponse> stream;

  /**
   * Begins an import.
   *
   * @param target where the node is, for messages
   */
  Importer(Channel channel, String target, ResumingStream.Settings settings, ImportReport report) {
    this.report = report;
    this.sameContent = new SameContent(ResolutionServiceGrpc.newFutureStub(channel), report);
    this.stream =
        new ResumingStream<>(
            new WriteCall.Method<>(
                PendingRow::request,
                Refusal::in,
                RegistrationServiceGrpc.newStub(channel)::assignAll),
            target,
            settings,
            this);
  }

  /**
   * Assigns all rows, and returns when each is answered.
   *
   * @throws dev.nameplate.error.NodeException with reason {@code UNREACHABLE} if the connection is
   *     lost for good; whatever was reported stays true, and importing the same rows again
   *     completes the rest
   */
  void run(RowSource rows) {
    stream.run(
        () -> {
          Optional<ReadRow> row = rows.next();
          while (row.isPresent()) {
            if (row.get() instanceof Refused bad) {
              refuse(bad.place(), bad.failure());
            } else if (row.get() instanceof Planned planned) {
              planned.removed().forEach(removed -> report.cleaned(planned.place(), removed));
              stream.send(PendingRow.of(planned));
            }
            row = stream.goesOn() ? rows.next() : Optional.empty();
          }
        });
  }

  @Override
  public void take(PendingRow row, AssignAllResponse answer) {
    if (answer.hasReceipt()) {
      report.assigned(row.place(), ReceiptCodec.fromProto(answer.getReceipt()));
    } else if (TAKEN.contains(answer.getError().getReason())) {
      synchronized (alreadyAssigned) {
        alreadyAssigned.add(row);
      }
    } else {
      refuse(row.place(), Failure.of(Refusal.fromProto(answer.getError())));
    }
  }

  private void refuse(Place place, Failure failure) {
    stream.refused();
    report.refused(place, failure);
  }

  @Override
  public void settle(boolean all) {
    List<PendingRow> rows;
    synchronized (alreadyAssigned) {
      if (alreadyAssigned.size() < (all ? 1 : LOOK_UP)) {
        return;
      }
      rows = new ArrayList<>(alreadyAssigned);
      alreadyAssigned.clear();
    }
    try {
      sameContent.settle(rows);
    } finally {
      synchronized (alreadyAssigned) {
        alreadyAssigned.addAll(0, rows);
      }
    }
  }

  @Override
  public void retrying(Failure failure) {
    report.retrying(failure);
  }

  @Override
  public void flush() {
    report.flush();
  }
}
