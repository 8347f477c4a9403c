package dev.nameplate.server.grpc;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Minting;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.operation.ResolveQuestion;
import dev.nameplate.server.operation.Selection;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.v1.AlreadyAssigned;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.QuestionBudget;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.Reference;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.SearchRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates requests into the words of the resolver, and receipts back. Past this point there are
 * no texts that might be identifiers. Every method throws {@link InvalidInputException} with the
 * path of the field that is wrong.
 */
final class ProtoCodec {
  private ProtoCodec() {}

  static ResolveQuestion question(ResolveRequest request) {
    Selection selection = new Selection(request.getIndexesList(), request.getTypesList());
    return new ResolveQuestion(
        new Question(Identifier.sought(request.getIdentifier()), asOf(request)),
        request.getRecursive(),
        request.getFollowAliases(),
        request.getFollowReferences(),
        selection,
        request.getRoute(),
        budget(Budget.Limits.STANDARD, request.hasBudget(), request.getBudget()));
  }

  private static AsOf asOf(ResolveRequest request) {
    return switch (request.getAsOfCase()) {
      case ASOF_NOT_SET -> AsOf.Newest.NEWEST;
      case VERSION -> new AsOf.Version(number("version", request.getVersion()));
      case TIME_MILLIS ->
          new AsOf.Time(Instant.ofEpochMilli(number("time_millis", request.getTimeMillis())));
      case POSITION -> new AsOf.Position(number("position", request.getPosition()));
    };
  }

  static Assignment assignment(AssignRequest request) {
    if (!request.getUtcOffset().isEmpty()) {
      throw InvalidInputException.of(
          "utc_offset", request.getUtcOffset(), "none without a pattern");
    }
    return new Assignment(
        Identifier.parse(request.getIdentifier()),
        values(request.getValuesList(), request.hasTemplate(), request.getTemplate()),
        OperationId.of(request.getOperationId()));
  }

  /** Of a request that has a pattern in the identifier's place. */
  static Minting minting(AssignRequest request) {
    if (!request.getIdentifier().isEmpty()) {
      throw InvalidInputException.of(
          "pattern", request.getPattern(), "one of identifier and pattern, not both");
    }
    return Minting.of(request.getPattern())
        .at(Minting.offset(request.getUtcOffset()))
        .values(values(request.getValuesList(), request.hasTemplate(), request.getTemplate()))
        .operation(request.getOperationId());
  }

  /** The values of a request, and behind them the one that names its template, if it does. */
  static List<RecordValue> values(
      List<dev.nameplate.v1.RecordValue> protos, boolean hasTemplate, Reference template) {
    List<RecordValue> values = values(protos);
    if (hasTemplate) {
      values.add(TemplateValue.naming(reference(template)));
    }
    return values;
  }

  private static ValueReference reference(Reference proto) {
    return new ValueReference(
        Identifier.parse(proto.getIdentifier()), Integer.toUnsignedLong(proto.getIndex()));
  }

  /** What is sought; other values than those that everyone may read only for the trusted. */
  static Records.Search search(SearchRequest request, boolean restricted) {
    return switch (request.getValueCase()) {
      case TEXT -> search(request, ItemType.STRING, ValueData.text(request.getText()), restricted);
      case DATE -> search(request, ItemType.DATE, ValueData.text(request.getDate()), restricted);
      case NUMBER ->
          search(request, ItemType.NUMBER, new ValueData.Number(request.getNumber()), restricted);
      case BINARY ->
          search(
              request, ItemType.BYTES, ValueData.binary(Bytes.of(request.getBinary())), restricted);
      case REFERENCE ->
          search(
              request,
              ItemType.REFERENCE,
              new ValueData.Reference(reference(request.getReference())),
              restricted);
      case WRITTEN ->
          Records.Search.written(
              Prefix.sought(request.getPrefix()),
              request.getItem(),
              request.getWritten(),
              restricted);
      case VALUE_NOT_SET -> throw InvalidInputException.of("value", "", "a value to look for");
    };
  }

  private static Records.Search search(
      SearchRequest request, ItemType type, ValueData value, boolean restricted) {
    return new Records.Search(
        Prefix.sought(request.getPrefix()), request.getItem(), type, value, restricted);
  }

  static List<RecordValue> values(List<dev.nameplate.v1.RecordValue> protos) {
    List<RecordValue> values = new ArrayList<>(protos.size());
    for (int i = 0; i < protos.size(); i++) {
      try {
        values.add(RecordValues.fromProto(protos.get(i)));
      } catch (InvalidInputException e) {
        throw new InvalidItemException("values[" + i + "]", e);
      }
    }
    return values;
  }

  static Records.Filter filter(ListIdentifiersRequest request) {
    return new Records.Filter(
        Prefix.sought(request.getPrefix()), request.getSuffixStart(), request.getIncludeRetired());
  }

  /** The most of a budget that a caller leaves; numbers beyond what an int holds mean the most. */
  static Budget.Limits budget(Budget.Limits most, boolean said, QuestionBudget given) {
    return said
        ? most.atMost(
            new Budget.Limits(
                most(given.getUpstreamCalls()),
                most(given.getReferrals()),
                most(given.getAliases()),
                most(given.getSignatureChecks()),
                most(given.getDepth()),
                most.time()))
        : most;
  }

  private static int most(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  /** A number of the wire that a {@code long} holds. */
  static long number(String field, long unsigned) {
    if (unsigned < 0) {
      throw InvalidInputException.of(
          field, Long.toUnsignedString(unsigned), "at most " + Long.MAX_VALUE);
    }
    return unsigned;
  }

  static AlreadyAssigned already(AlreadyAssignedException e) {
    return AlreadyAssigned.newBuilder()
        .setNewest(receipt(e.newest()))
        .setSameContent(e.sameContent())
        .build();
  }

  static Receipt receipt(dev.nameplate.log.Receipt receipt) {
    Receipt.Builder proto = Receipt.newBuilder();
    receipt
        .extent()
        .ifPresent(
            range -> proto.setRangeLast(range.last().toString()).setRangeMembers(range.members()));
    return proto
        .setIdentifier(receipt.identifier().toString())
        .setVersion(receipt.version())
        .setOperationId(receipt.operation().text())
        .setReplayed(receipt.replayed())
        .setPosition(receipt.position())
        .setBatch(receipt.batch())
        .setTimeMillis(receipt.time().toEpochMilli())
        .build();
  }
}
