package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.Failure;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Assigns rows over one stream, and goes on over another when it breaks. Every row is sent under an
 * operation id made of its content, so that sending it again never assigns it twice. Used by one
 * thread; holds a window of rows in memory.
 */
final class Importer {
  /** How many rows are looked up together once their identifiers turned out to be assigned. */
  private static final int LOOK_UP = 256;

  /** Reasons for which a row is compared with what is there. */
  private static final Set<String> TAKEN =
      Set.of(ErrorReason.ALREADY_ASSIGNED.name(), ErrorReason.RETIRED.name());

  private final Channel channel;
  private final Settings settings;
  private final ImportReport report;
  private final SameContent sameContent;
  private final ArrayDeque<PendingRow> toSend = new ArrayDeque<>();
  private final List<PendingRow> alreadyAssigned = new ArrayList<>();
  private WriteCall<PendingRow, AssignAllRequest, AssignAllResponse> stream;
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean refused;
  private final Outage outage;

  /**
   * How to import.
   *
   * @param target where the node is, for messages
   * @param window how many rows may be unanswered, 1 or more
   * @param retry how long to try again after the connection was lost, without a single answer; zero
   *     for not at all
   * @param failFast whether to send nothing more once a row was refused
   */
  record Settings(String target, int window, Duration retry, boolean failFast) {}

  Importer(Channel channel, Settings settings, ImportReport report) {
    this.channel = channel;
    this.settings = settings;
    this.report = report;
    this.sameContent = new SameContent(ResolutionServiceGrpc.newFutureStub(channel), report);
    this.outage = new Outage(settings.target(), settings.retry());
    this.stream = begin();
  }

  /**
   * Assigns all rows, and returns when each is answered.
   *
   * @throws NodeException with reason {@code UNREACHABLE} if the connection is lost for good;
   *     whatever was reported stays true, and importing the same rows again completes the rest
   */
  void run(RowSource rows) {
    try {
      for (Optional<ReadRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        if (row.get() instanceof Refused bad) {
          refuse(bad.place(), bad.failure());
        } else if (row.get() instanceof Planned planned) {
          planned.removed().forEach(removed -> report.cleaned(planned.place(), removed));
          toSend.add(PendingRow.of(planned));
          untilDone(this::sendWaiting);
        }
        if (refused && settings.failFast()) {
          break;
        }
      }
      untilDone(this::finish);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    } finally {
      report.flush();
    }
  }

  private WriteCall<PendingRow, AssignAllRequest, AssignAllResponse> begin() {
    return WriteCall.begin(
        new WriteCall.Method<>(
            PendingRow::request,
            answer -> answer.hasError() ? Optional.of(answer.getError()) : Optional.empty(),
            RegistrationServiceGrpc.newStub(channel)::assignAll),
        settings.window(),
        this::take);
  }

  private void sendWaiting() {
    while (!toSend.isEmpty()) {
      stream.send(toSend.peek());
      toSend.remove();
    }
    settle(LOOK_UP);
  }

  private void finish() {
    sendWaiting();
    stream.finish();
    settle(1);
  }

  private void untilDone(Runnable step) {
    while (true) {
      try {
        step.run();
        return;
      } catch (LostConnectionException e) {
        recover(e);
      }
    }
  }

  private void take(PendingRow row, AssignAllResponse answer) {
    if (answer.hasReceipt()) {
      report.assigned(row.place(), answer.getReceipt());
    } else if (TAKEN.contains(answer.getError().getReason())) {
      synchronized (alreadyAssigned) {
        alreadyAssigned.add(row);
      }
    } else {
      refuse(row.place(), Failure.of(answer.getError()));
    }
    answered.incrementAndGet();
  }

  private void refuse(Place place, Failure failure) {
    refused = true;
    report.refused(place, failure);
  }

  private void settle(int least) {
    List<PendingRow> rows;
    synchronized (alreadyAssigned) {
      if (alreadyAssigned.size() < least) {
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

  private void recover(LostConnectionException lost) {
    List<PendingRow> unanswered = stream.close();
    report.flush();
    outage.pauseUnlessForGood(lost, answered.get(), () -> report.retrying(Failure.of(lost)));
    for (int i = unanswered.size() - 1; i >= 0; i--) {
      toSend.addFirst(unanswered.get(i));
    }
    stream = begin();
  }
}
