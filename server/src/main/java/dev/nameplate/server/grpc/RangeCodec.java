package dev.nameplate.server.grpc;

import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.ValueTemplate;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.RecordValue;
import java.util.ArrayList;
import java.util.List;

/** Translates ranges to assign, as {@link ProtoCodec} does all else. */
final class RangeCodec {
  private RangeCodec() {}

  /** Of a request for the next free numbers. */
  static BlockMinting minting(AssignRangeRequest request) {
    if (request.getFirst() != 0 || request.getLast() != 0) {
      throw InvalidInputException.of(
          "members",
          Long.toUnsignedString(request.getMembers()),
          "either first and last, or members");
    }
    return new BlockMinting(
        Prefix.parse(request.getPrefix()),
        SuffixPattern.parse(request.getPattern()),
        ProtoCodec.number("members", request.getMembers()),
        Minting.offset(request.getUtcOffset()),
        values(request.getValuesList()),
        OperationId.of(request.getOperationId()));
  }

  static RangeAssignment assignment(AssignRangeRequest request) {
    if (!request.getUtcOffset().isEmpty()) {
      throw InvalidInputException.of("utc_offset", request.getUtcOffset(), "none without members");
    }
    return new RangeAssignment(
        new IdentifierRange(
            Prefix.parse(request.getPrefix()),
            SuffixPattern.parse(request.getPattern()),
            ProtoCodec.number("first", request.getFirst()),
            ProtoCodec.number("last", request.getLast()),
            values(request.getValuesList())),
        OperationId.of(request.getOperationId()));
  }

  private static List<ValueTemplate> values(List<RecordValue> protos) {
    List<ValueTemplate> values = new ArrayList<>(protos.size());
    for (int i = 0; i < protos.size(); i++) {
      try {
        values.add(ValueTemplate.fromProto(protos.get(i)));
      } catch (InvalidInputException e) {
        throw new InvalidItemException("values[" + i + "]", e);
      }
    }
    return values;
  }
}
