package dev.nameplate.lineage;

import dev.nameplate.event.EventId;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import java.nio.ByteBuffer;

/** The keys of rows, as the package describes them. */
final class Keys {
  static final byte ITEM = 'i';
  static final byte LONG_ITEM = 'I';
  static final byte NAME = 'n';
  static final byte COUNTER = 'c';
  static final byte EMPTIED = 'q';
  static final byte EVENT = 'e';
  static final byte ID = 'd';
  static final byte PROCESS = 'x';
  static final byte RECORDED = 'y';
  static final byte WITHDRAWN = 'w';
  static final byte WITHDRAWN_NAME = 'W';
  static final Bytes COUNT = Bytes.wrap(new byte[] {'m'});

  /** Offsets of the parts of a trail's key. */
  static final int NUMBER_AT = 1;

  static final int TIME_AT = 9;
  static final int POSITION_AT = 17;
  static final int DIGEST_SIZE = 16;

  /** Items whose names have more bytes are found by a digest. */
  private static final int LONGEST_NAME = 128;

  private Keys() {}

  /** The sortable form of a time. */
  static long order(long millis) {
    return millis ^ Long.MIN_VALUE;
  }

  /** The time of that. */
  static long millis(long order) {
    return order ^ Long.MIN_VALUE;
  }

  static Bytes of(byte kind, long number) {
    return Bytes.wrap(ByteBuffer.allocate(9).put(kind).putLong(number).array());
  }

  static Bytes of(byte kind, long number, long other) {
    return Bytes.wrap(ByteBuffer.allocate(17).put(kind).putLong(number).putLong(other).array());
  }

  static Bytes trail(Trail trail, long number, long millis, long position) {
    return Bytes.wrap(
        ByteBuffer.allocate(25)
            .put(trail.kind())
            .putLong(number)
            .putLong(order(millis))
            .putLong(position)
            .array());
  }

  static Bytes counter(long number, Trail trail) {
    return Bytes.wrap(
        ByteBuffer.allocate(10).put(COUNTER).putLong(number).put(trail.kind()).array());
  }

  static Bytes emptied(long number, Bond bond, long millis, long position) {
    return Bytes.wrap(
        ByteBuffer.allocate(26)
            .put(EMPTIED)
            .putLong(number)
            .put(Codes.of(bond))
            .putLong(order(millis))
            .putLong(position)
            .array());
  }

  static Bytes digest(byte kind, Bytes digest) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + DIGEST_SIZE).put(kind).put(digest.toByteArray()).array());
  }

  static Bytes digest(byte kind, Bytes digest, long position) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + DIGEST_SIZE + Long.BYTES)
            .put(kind)
            .put(digest.toByteArray())
            .putLong(position)
            .array());
  }

  /** Key of an event that is found by a digest. */
  static Bytes timed(byte kind, Bytes digest, long millis, long position) {
    return timed(digest(kind, digest), millis, position);
  }

  /**
   * Key of an event that is found by a digest, given the start of such keys.
   *
   * @param first the start of the keys of that digest
   */
  static Bytes timed(Bytes first, long millis, long position) {
    return Bytes.wrap(
        ByteBuffer.allocate(first.size() + 2 * Long.BYTES)
            .put(first.toByteArray())
            .putLong(order(millis))
            .putLong(position)
            .array());
  }

  /**
   * Key of an item: its name, since items that occur together mostly have adjacent names, and so
   * adjacent rows.
   */
  static Bytes item(String canonical) {
    Bytes name = Bytes.utf8(canonical);
    if (name.size() > LONGEST_NAME) {
      return digest(LONG_ITEM, cut(name));
    }
    byte[] key = new byte[1 + name.size()];
    key[0] = ITEM;
    name.asByteString().copyTo(key, 1);
    return Bytes.wrap(key);
  }

  /** Digest of something that a recorder names. */
  static Bytes named(Prefix recorder, String name) {
    return named(recorder, Bytes.utf8(name));
  }

  /** Digest of an event that was recorded under a prefix. */
  static Bytes event(Prefix recorder, EventId id) {
    return named(recorder, id.digest());
  }

  private static Bytes named(Prefix recorder, Bytes what) {
    Bytes scope = Bytes.utf8(recorder.canonical() + "\n"); // no prefix has a line feed
    return cut(Bytes.of(scope.asByteString().concat(what.asByteString())));
  }

  private static Bytes cut(Bytes text) {
    return Bytes.of(HashFunction.SHA256.hash(text).asByteString().substring(0, DIGEST_SIZE));
  }

  static boolean startsWith(Bytes key, Bytes start) {
    return key.asByteString().startsWith(start.asByteString());
  }

  static Bytes number(long number) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  static long number(Bytes value) {
    return value.asByteString().asReadOnlyByteBuffer().getLong();
  }
}
