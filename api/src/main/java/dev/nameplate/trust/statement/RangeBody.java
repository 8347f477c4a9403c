package dev.nameplate.trust.statement;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.Statement;
import java.util.List;
import java.util.OptionalLong;

/**
 * The bytes of a statement that assigns a range of identifiers, and their content. The bytes are
 * kept as read and never encoded again. Immutable.
 *
 * <p>Parsing verifies nothing; a {@link dev.nameplate.trust.chain.StatementVerifier} does.
 *
 * @param log the log of the statement
 * @param range the content
 * @param encoded the exact bytes
 */
public record RangeBody(LogName log, IdentifierRange range, Bytes encoded) {
  /**
   * Encodes a range for a log.
   *
   * @throws InvalidInputException with reason {@code INVALID_RECORD} if it is too large
   */
  public static RangeBody of(IdentifierRange range, LogName log) {
    var body =
        dev.nameplate.v1.RangeBody.newBuilder()
            .setPattern(range.pattern().toString())
            .setFirst(range.first())
            .setLast(range.last());
    range.values().forEach(value -> body.addValues(value.toProto()));
    Statement statement =
        Statement.newBuilder()
            .setPrefix(range.prefix().toString())
            .setLog(log.text())
            .setRange(body)
            .build();
    Bytes encoded = Bytes.of(statement.toByteString());
    RecordLimits.HIGHEST.checkBody(range.firstIdentifier(), encoded.size());
    return new RangeBody(log, range, encoded);
  }

  /**
   * Reads a range.
   *
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it is larger than {@link
   *     SignedStatement#MAX_BODY_BYTES}
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are no statement,
   *     have unknown fields, or a value outside its bounds
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is a statement of another kind
   */
  public static RangeBody parse(Bytes encoded) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.RANGE);
    dev.nameplate.v1.RangeBody body = statement.getRange();
    if (body.getValuesCount() > RecordLimits.HIGHEST.values()) {
      throw Rule.MALFORMED_STATEMENT.broken("the range has " + body.getValuesCount() + " values");
    }
    try {
      RecordValues.requireKnownFields("statement", statement);
      RecordValues.requireKnownFields("range", body);
      if (!statement.getSuffix().isEmpty()) {
        throw Rule.MALFORMED_STATEMENT.broken("the range has a suffix");
      }
      List<ValueTemplate> values =
          body.getValuesList().stream().map(ValueTemplate::fromProto).toList();
      requireAscending(values);
      return new RangeBody(
          new LogName(statement.getLog()),
          new IdentifierRange(
              Prefix.parse(statement.getPrefix()),
              SuffixPattern.parse(body.getPattern()),
              body.getFirst(),
              body.getLast(),
              values),
          encoded);
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the range is malformed: " + e.getMessage());
    }
  }

  private static void requireAscending(List<ValueTemplate> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i).index() <= values.get(i - 1).index()) {
        throw Rule.MALFORMED_STATEMENT.broken("the values of the range are not in order of index");
      }
    }
  }

  /**
   * The record of a member.
   *
   * @throws BrokenRuleException {@link Rule#WRONG_SUBJECT} if the identifier is no member
   */
  IdentifierRecord recordOf(Identifier identifier) {
    OptionalLong number = range.numberOf(identifier);
    if (number.isEmpty()) {
      throw Rule.WRONG_SUBJECT.broken(
          "the statement is about the range " + range + ", which does not hold " + identifier);
    }
    return range.record(number.getAsLong());
  }
}
