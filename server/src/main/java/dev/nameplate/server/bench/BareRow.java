package dev.nameplate.server.bench;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.StatementBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Key and bytes of a statement as a node's store has them.
 *
 * @param key kind letter, prefix, 0, canonical suffix
 * @param value a few numbers, then the exact body
 */
@SuppressWarnings("ArrayRecordComponent") // what RocksDB takes; never compared
record BareRow(byte[] key, byte[] value) {
  /** Number of bytes before a body in its row, without proof: batch, version, leaf and length. */
  private static final int NUMBERS = 8;

  private static final SecureRandom SALTS = new SecureRandom();

  /** The row of the first version of a coil. */
  static BareRow of(long number, LogName log) {
    Identifier identifier = Coils.identifier(number);
    byte[] body =
        StatementBody.of(
                IdentifierRecord.first(identifier, Coils.values(number)),
                log,
                HashFunction.SHA256,
                SALTS)
            .encoded()
            .toByteArray();
    return new BareRow(
        key(identifier),
        ByteBuffer.allocate(NUMBERS + body.length).position(NUMBERS).put(body).array());
  }

  /** The key of a record's newest version. */
  static byte[] key(Identifier identifier) {
    return ("r" + identifier.prefix().canonical() + "\0" + identifier.suffix().canonical())
        .getBytes(StandardCharsets.UTF_8);
  }
}
