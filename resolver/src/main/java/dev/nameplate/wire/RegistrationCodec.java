package dev.nameplate.wire;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Update;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.trust.statement.ValueTemplate;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.RetireRequest;
import dev.nameplate.v1.UpdateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes of records: from the wire and to it. */
public final class RegistrationCodec {
  private RegistrationCodec() {}

  public static Assignment assignment(AssignRequest request) {
    if (!request.getUtcOffset().isEmpty()) {
      throw InvalidInputException.of(
          "utc_offset", request.getUtcOffset(), "no value without a pattern");
    }
    return new Assignment(
        Identifier.parse(request.getIdentifier()),
        values(request.getValuesList(), request.hasTemplate(), request.getTemplate()),
        OperationId.of(request.getOperationId()));
  }

  public static AssignRequest request(Assignment assignment) {
    return assign(assignment.values(), assignment.operation())
        .setIdentifier(assignment.identifier().toString())
        .build();
  }

  /** An assignment as an item of a stream. */
  public static AssignAllRequest item(AssignRequest assignment) {
    return AssignAllRequest.newBuilder().setAssignment(assignment).build();
  }

  /**
   * The bytes that name an assignment by its content. Of a restricted value only the index is among
   * them: whoever guessed the value could make the name, and see whether a node knows it.
   */
  public static Bytes named(Assignment assignment) {
    AssignRequest.Builder open =
        AssignRequest.newBuilder().setIdentifier(assignment.identifier().toString());
    for (RecordValue value : assignment.values()) {
      open.addValues(
          value.permissions().publicRead()
              ? RecordValues.toProto(value)
              : dev.nameplate.v1.RecordValue.newBuilder().setIndex((int) value.index()).build());
    }
    return Bytes.of(open.build().toByteString());
  }

  public static Minting minting(AssignRequest request) {
    if (!request.getIdentifier().isEmpty()) {
      throw InvalidInputException.of(
          "pattern", request.getPattern(), "identifier or pattern, not both");
    }
    return Minting.of(request.getPattern())
        .at(Minting.offset(request.getUtcOffset()))
        .values(values(request.getValuesList(), request.hasTemplate(), request.getTemplate()))
        .operation(request.getOperationId());
  }

  public static AssignRequest request(Minting minting) {
    return assign(minting.values(), minting.operation())
        .setPattern(minting.prefix() + "/" + minting.pattern())
        .setUtcOffset(minting.offset().getId())
        .build();
  }

  private static AssignRequest.Builder assign(List<RecordValue> values, OperationId operation) {
    return AssignRequest.newBuilder().addAllValues(protos(values)).setOperationId(operation.text());
  }

  public static RangeAssignment range(AssignRangeRequest request) {
    if (!request.getUtcOffset().isEmpty()) {
      throw InvalidInputException.of(
          "utc_offset", request.getUtcOffset(), "no value without members");
    }
    return new RangeAssignment(
        new IdentifierRange(
            Prefix.parse(request.getPrefix()),
            SuffixPattern.parse(request.getPattern()),
            Unsigned.number("first", request.getFirst()),
            Unsigned.number("last", request.getLast()),
            each("values", request.getValuesList(), ValueTemplate::fromProto)),
        OperationId.of(request.getOperationId()));
  }

  public static AssignRangeRequest request(RangeAssignment assignment) {
    IdentifierRange range = assignment.range();
    return members(range.prefix(), range.pattern(), range.values(), assignment.operation())
        .setFirst(range.first())
        .setLast(range.last())
        .build();
  }

  public static BlockMinting block(AssignRangeRequest request) {
    if (request.getFirst() != 0 || request.getLast() != 0) {
      throw InvalidInputException.of(
          "members",
          Long.toUnsignedString(request.getMembers()),
          "either first and last, or members");
    }
    return new BlockMinting(
        Prefix.parse(request.getPrefix()),
        SuffixPattern.parse(request.getPattern()),
        Unsigned.number("members", request.getMembers()),
        Minting.offset(request.getUtcOffset()),
        each("values", request.getValuesList(), ValueTemplate::fromProto),
        OperationId.of(request.getOperationId()));
  }

  public static AssignRangeRequest request(BlockMinting block) {
    return members(block.prefix(), block.pattern(), block.values(), block.operation())
        .setMembers(block.members())
        .setUtcOffset(block.offset().getId())
        .build();
  }

  private static AssignRangeRequest.Builder members(
      Prefix prefix, SuffixPattern pattern, List<ValueTemplate> values, OperationId operation) {
    return AssignRangeRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setPattern(pattern.toString())
        .addAllValues(values.stream().map(ValueTemplate::toProto).toList())
        .setOperationId(operation.text());
  }

  public static Update update(UpdateRequest request) {
    return new Update(
        Identifier.parse(request.getIdentifier()),
        Unsigned.number("expected_version", request.getExpectedVersion()),
        values(request.getValuesList(), request.hasTemplate(), request.getTemplate()),
        OperationId.of(request.getOperationId()));
  }

  public static UpdateRequest request(Update update) {
    return UpdateRequest.newBuilder()
        .setIdentifier(update.identifier().toString())
        .setExpectedVersion(update.expectedVersion())
        .addAllValues(protos(update.values()))
        .setOperationId(update.operation().text())
        .build();
  }

  public static RetireRequest retire(
      Identifier identifier, long expectedVersion, OperationId operation) {
    return RetireRequest.newBuilder()
        .setIdentifier(identifier.toString())
        .setExpectedVersion(expectedVersion)
        .setOperationId(operation.text())
        .build();
  }

  /** The values of a request, and behind them the value that names its template, if it has one. */
  private static List<RecordValue> values(
      List<dev.nameplate.v1.RecordValue> protos, boolean hasTemplate, Reference template) {
    List<RecordValue> values = each("values", protos, RecordValues::fromProto);
    if (hasTemplate) {
      values.add(TemplateValue.naming(reference(template)));
    }
    return values;
  }

  private static List<dev.nameplate.v1.RecordValue> protos(List<RecordValue> values) {
    return values.stream().map(RecordValues::toProto).toList();
  }

  static ValueReference reference(Reference proto) {
    return new ValueReference(
        Identifier.parse(proto.getIdentifier()), Integer.toUnsignedLong(proto.getIndex()));
  }

  /**
   * Reads each element of a list into a new list.
   *
   * @throws InvalidItemException that names the first wrong element
   */
  static <A, B> List<B> each(String field, List<A> protos, Function<A, B> read) {
    List<B> all = new ArrayList<>(protos.size());
    for (int i = 0; i < protos.size(); i++) {
      try {
        all.add(read.apply(protos.get(i)));
      } catch (InvalidInputException e) {
        throw new InvalidItemException(field + "[" + i + "]", e);
      }
    }
    return all;
  }
}
