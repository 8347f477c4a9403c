package dev.nameplate.trust.statement;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.RecordBody;
import dev.nameplate.v1.RestrictedValue;
import dev.nameplate.v1.Statement;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of a statement about an identifier's record, and their content. The bytes are kept as
 * read and never encoded again; unknown fields are refused. Restricted values (permission without
 * 2) are in the body as digests, all others in clear. Immutable.
 *
 * <p>Parsing verifies nothing; a {@link dev.nameplate.trust.chain.StatementVerifier} does.
 */
public final class StatementBody {
  /** Allowance for the proof in a signed statement, in bytes. */
  private static final int PROOF_BYTES = 4096;

  private final LogName log;
  private final IdentifierRecord record;
  private final Bytes encoded;
  private final List<Bytes> disclosures;

  private StatementBody(
      LogName log, IdentifierRecord record, Bytes encoded, List<Bytes> disclosures) {
    this.log = log;
    this.record = record;
    this.encoded = encoded;
    this.disclosures = List.copyOf(disclosures);
  }

  /**
   * Encodes a record.
   *
   * @param record all values of it, none withheld
   * @param log the log of the statement
   * @param hash the hash of the signing suite
   * @param random the source of the salts of restricted values
   * @throws InvalidInputException with reason {@code INVALID_RECORD} if it is too large, or values
   *     are withheld
   */
  public static StatementBody of(
      IdentifierRecord record, LogName log, HashFunction hash, SecureRandom random) {
    if (!record.withheld().isEmpty()) {
      throw new InvalidRecordException("values", "some are withheld", "all values of the record");
    }
    SortedMap<Long, Bytes> digests = new TreeMap<>();
    List<Bytes> disclosures = new ArrayList<>(0);
    for (RecordValue value : record.values()) {
      if (!value.permissions().publicRead()) {
        Disclosure disclosure = Disclosure.of(value, random);
        disclosures.add(disclosure.encoded());
        digests.put(value.index(), disclosure.digest(hash));
      }
    }
    Bytes encoded = RecordBytes.of(record, log, digests);
    RecordLimits.HIGHEST.checkBody(record.identifier(), encoded.size());
    requireRoom(encoded, disclosures);
    return new StatementBody(log, record, encoded, disclosures);
  }

  private static void requireRoom(Bytes encoded, List<Bytes> disclosures) {
    int room = SignedStatement.MAX_BYTES - PROOF_BYTES;
    long size = encoded.size();
    for (Bytes disclosure : disclosures) {
      size += disclosure.size() + 4L;
    }
    if (size > room) {
      throw new InvalidRecordException(
          "record", size + " bytes", "at most " + room + " bytes with restricted values");
    }
  }

  /**
   * Reads a statement.
   *
   * @param encoded the exact bytes of the body
   * @param disclosures the exact bytes of some of its disclosures, in ascending order of index
   * @param hash the hash of the suite it is signed with
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if the body is larger than {@link
   *     SignedStatement#MAX_BODY_BYTES}
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are no statement,
   *     have unknown fields, or a value outside its bounds
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is a statement of another kind
   * @throws BrokenRuleException {@link Rule#WRONG_SUBJECT} if its identifier is of another
   *     namespace
   * @throws BrokenRuleException {@link Rule#DISCLOSURE_INVALID} if a disclosure belongs to another
   *     statement
   */
  public static StatementBody parse(Bytes encoded, List<Bytes> disclosures, HashFunction hash) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.RECORD);
    try {
      return parse(statement, encoded, disclosures, hash);
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the statement is malformed: " + e.getMessage());
    }
  }

  /**
   * Reads a statement about an identifier: the statement of its record, or of a range that includes
   * it.
   *
   * @param about the identifier, to find it in a range
   * @throws BrokenRuleException {@link Rule#WRONG_SUBJECT} also if it is that of a range without
   *     the identifier
   */
  public static StatementBody parse(
      Bytes encoded, List<Bytes> disclosures, HashFunction hash, Identifier about) {
    if (StatementFrame.kindOf(encoded) != Statement.KindCase.RANGE) {
      return parse(encoded, disclosures, hash);
    }
    if (!disclosures.isEmpty()) {
      throw Rule.DISCLOSURE_INVALID.broken("the statement of a range has no disclosures");
    }
    RangeBody range = RangeBody.parse(encoded);
    return new StatementBody(range.log(), range.recordOf(about), encoded, List.of());
  }

  private static StatementBody parse(
      Statement statement, Bytes encoded, List<Bytes> disclosures, HashFunction hash) {
    RecordBody body = statement.getRecord();
    RecordValues.requireKnownFields("statement", statement);
    RecordValues.requireKnownFields("record", body);
    LogName log = new LogName(statement.getLog());
    List<RecordValue> values = publicValues(body);
    SortedMap<Long, Bytes> digests = digests(body);
    IdentifierRecord undisclosed =
        new IdentifierRecord(
            Identifier.of(Prefix.parse(statement.getPrefix()), Suffix.parse(statement.getSuffix())),
            body.getVersion(),
            Bytes.of(body.getPrevious()),
            body.getRetired(),
            values,
            List.copyOf(digests.keySet()));
    return new StatementBody(
        log, Disclosure.disclose(undisclosed, digests, disclosures, hash), encoded, disclosures);
  }

  private static List<RecordValue> publicValues(RecordBody body) {
    List<RecordValue> values = new ArrayList<>();
    long last = 0;
    for (dev.nameplate.v1.RecordValue proto : body.getValuesList()) {
      RecordValue value = RecordValues.fromProto(proto);
      if (!value.permissions().publicRead()) {
        throw Rule.MALFORMED_STATEMENT.broken(
            "value " + value.index() + " is restricted, but is in the body");
      }
      requireAscending(last, value.index());
      last = value.index();
      values.add(value);
    }
    return values;
  }

  private static SortedMap<Long, Bytes> digests(RecordBody body) {
    SortedMap<Long, Bytes> digests = new TreeMap<>();
    long last = 0;
    for (RestrictedValue restricted : body.getRestrictedList()) {
      RecordValues.requireKnownFields("restricted value", restricted);
      long index = Integer.toUnsignedLong(restricted.getIndex());
      if (restricted.getDigest().size() != HashFunction.SIZE) {
        throw Rule.MALFORMED_STATEMENT.broken(
            "the restricted value " + index + " has no digest of 32 bytes");
      }
      requireAscending(last, index);
      last = index;
      digests.put(index, Bytes.of(restricted.getDigest()));
    }
    return digests;
  }

  private static void requireAscending(long last, long index) {
    if (index <= last) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "index " + index + " follows index " + last + " (expected: ascending, from 1)");
    }
  }

  /** The log the statement belongs to. */
  public LogName log() {
    return log;
  }

  /** The record: public and disclosed values, and which are withheld. */
  public IdentifierRecord record() {
    return record;
  }

  /** The exact bytes. */
  public Bytes encoded() {
    return encoded;
  }

  /** The exact bytes of the disclosures, in ascending order of index. */
  public List<Bytes> disclosures() {
    return disclosures;
  }
}
