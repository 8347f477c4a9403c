package dev.nameplate.server.crash;

import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc.RegistrationServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.Random;

/** Assigns ranges of one pattern, one behind the other. */
final class RangeLoad implements Load {
  static final String OPERATION = "range-";
  static final SuffixPattern PATTERN = SuffixPattern.parse("R-{seq:9}");

  private static final int MOST_MEMBERS = 1_000;

  private final Acknowledged acknowledged;
  private final Random random;
  private Optional<AssignRangeRequest> inDoubt = Optional.empty();
  private int next;
  private long members;

  RangeLoad(Acknowledged acknowledged, Random random) {
    this.acknowledged = acknowledged;
    this.random = random;
  }

  /** How many operations there were, answered or not. */
  int operations() {
    return next;
  }

  /** How many identifiers they assign. */
  long members() {
    return members;
  }

  @Override
  public boolean run(ManagedChannel channel, String address, int more) {
    RegistrationServiceBlockingStub node = RegistrationServiceGrpc.newBlockingStub(channel);
    if (inDoubt.isPresent() && !ask(node, inDoubt.get())) {
      return false;
    }
    for (int i = 0; i < more; i++) {
      if (!ask(node, request())) {
        return false;
      }
    }
    return true;
  }

  private AssignRangeRequest request() {
    long first = members;
    members += 1 + random.nextInt(MOST_MEMBERS);
    return AssignRangeRequest.newBuilder()
        .setPrefix(KilledServerTest.PREFIX)
        .setPattern(PATTERN.toString())
        .setFirst(first)
        .setLast(members - 1)
        .setOperationId(OPERATION + next++)
        .addValues(RecordValue.newBuilder().setIndex(1).setType("NO").setText("{n}"))
        .build();
  }

  private boolean ask(RegistrationServiceBlockingStub node, AssignRangeRequest request) {
    inDoubt = Optional.of(request);
    try {
      acknowledged.take(request.getOperationId(), node.assignRange(request).getReceipt());
      inDoubt = Optional.empty();
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
        acknowledged.contradiction(request.getOperationId(), e);
      }
      return false;
    }
  }
}
