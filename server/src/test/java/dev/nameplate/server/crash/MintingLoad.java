package dev.nameplate.server.crash;

import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Random;

/**
 * Mints identifiers by a pattern over one stream of assignments, each with a value that must be
 * unique.
 */
final class MintingLoad extends StreamLoad<AssignAllRequest, AssignAllResponse> {
  static final String OPERATION = "mint-";

  /** Has a sequence and a check character. */
  static final SuffixPattern PATTERN = SuffixPattern.parse("M-{seq:7}{check}");

  /** The template, whose one item is unique: the operation. */
  static final String TEMPLATE = KilledServerTest.PREFIX + "/TEMPLATE";

  static final String ITEM = "OP";
  static final String TEMPLATE_JSON =
      "{\"items\":[{\"name\":\"" + ITEM + "\",\"type\":\"string\",\"unique\":true}]}";

  MintingLoad(Acknowledged acknowledged, Random random) {
    super(OPERATION, acknowledged, random);
  }

  @Override
  StreamObserver<AssignAllRequest> open(
      ManagedChannel channel, StreamObserver<AssignAllResponse> answers) {
    return RegistrationServiceGrpc.newStub(channel).assignAll(answers);
  }

  @Override
  AssignAllRequest request(String operation) {
    return AssignAllRequest.newBuilder()
        .setAssignment(
            AssignRequest.newBuilder()
                .setPattern(KilledServerTest.PREFIX + "/" + PATTERN)
                .setOperationId(operation)
                .setTemplate(Reference.newBuilder().setIdentifier(TEMPLATE))
                .addValues(RecordValue.newBuilder().setIndex(1).setType(ITEM).setText(operation)))
        .build();
  }

  @Override
  Optional<Receipt> receipt(AssignAllResponse answer) {
    return answer.hasReceipt() ? Optional.of(answer.getReceipt()) : Optional.empty();
  }
}
