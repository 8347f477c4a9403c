package dev.nameplate.trust.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A value that not everyone may read, with the salt that keeps its digest from being guessed.
 *
 * @param encoded the exact bytes of the message
 * @param value the value
 */
record Disclosure(Bytes encoded, RecordValue value) {
  private static final Bytes CONTEXT = Bytes.utf8("nameplate disclosure v1\n");
  private static final int SALT_SIZE = 16;

  /** The value with a new salt. */
  static Disclosure of(RecordValue value, SecureRandom random) {
    byte[] salt = new byte[SALT_SIZE];
    random.nextBytes(salt);
    return new Disclosure(encode(Bytes.wrap(salt), value), value);
  }

  private static Bytes encode(Bytes salt, RecordValue value) {
    return Bytes.of(
        dev.nameplate.v1.Disclosure.newBuilder()
            .setSalt(salt.asByteString())
            .setValue(RecordValues.toProto(value))
            .build()
            .toByteString());
  }

  private static Disclosure parse(Bytes encoded) {
    try {
      var proto = dev.nameplate.v1.Disclosure.parseFrom(encoded.asByteString());
      RecordValues.requireKnownFields("disclosure", proto);
      RecordValue value = RecordValues.fromProto(proto.getValue());
      if (proto.getSalt().size() == SALT_SIZE && !value.permissions().publicRead()) {
        return new Disclosure(encoded, value);
      }
    } catch (InvalidProtocolBufferException e) {
      // falls through: it is refused like any other that is malformed
    }
    throw Rule.MALFORMED_STATEMENT.broken(
        "a disclosure is malformed, or has an unrestricted value");
  }

  /** The digest that replaces the value in the body. */
  Bytes digest(HashFunction hash) {
    return hash.hash(CONTEXT, encoded);
  }

  /**
   * The record with the disclosed values in it.
   *
   * @throws BrokenRuleException {@link Rule#DISCLOSURE_INVALID} if a disclosure has no digest in
   *     the record, or another one, or they are not in ascending order
   */
  static IdentifierRecord disclose(
      IdentifierRecord record,
      SortedMap<Long, Bytes> digests,
      List<Bytes> disclosures,
      HashFunction hash) {
    if (disclosures.isEmpty()) {
      return record;
    }
    List<RecordValue> values = new ArrayList<>(record.values());
    List<Long> withheld = new ArrayList<>(record.withheld());
    long last = 0;
    for (Bytes encoded : disclosures) {
      Disclosure disclosure = parse(encoded);
      long index = disclosure.value.index();
      if (index <= last
          || !disclosure.digest(hash).equals(digests.getOrDefault(index, Bytes.EMPTY))) {
        throw Rule.DISCLOSURE_INVALID.broken(
            "the disclosed value "
                + index
                + " does not match its digest in the statement, or is out of order");
      }
      last = index;
      values.add(disclosure.value);
      withheld.remove(index);
    }
    return new IdentifierRecord(
        record.identifier(),
        record.version(),
        record.previous(),
        record.retired(),
        values,
        withheld);
  }
}
