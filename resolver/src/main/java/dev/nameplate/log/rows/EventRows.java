package dev.nameplate.log.rows;

import dev.nameplate.event.EventKind;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keys of event rows, and the index of events by name.
 *
 * <p>The statement of an event is in the partition of its recorder, in the order of time: its name
 * is the time, 8 bytes, and its id, 32 bytes. So the same event is always at the same key.
 * Restricted events are behind all others: their name is 8 bytes of ones and the digest in the
 * statement. A row of {@link Table#INDEX} leads from a name to the statement's row. Its name is 16
 * bytes of the digest of the event's name. For a restricted event without a name, or with a name
 * derived from its content, 16 bytes of the content's digest follow: a guess of such a name neither
 * finds the event, nor takes its place. If an event is recorded more than once, since a writer may
 * not see the earlier, the row leads to the newest.
 */
public final class EventRows {
  /** Kind letter of events. */
  static final String EVENT = "e";

  /** Kind letter of their names. */
  private static final String NAME = "n";

  private static final int NAME_DIGEST_SIZE = 16;
  private static final long RESTRICTED = -1;

  /** Start of names that are digests of the named content (RFC 6920). */
  private static final String DIGEST = "ni:///sha-256;";

  private EventRows() {}

  /** The row of an event. */
  public static RowKey key(RecordedEvent recorded) {
    return key(recorded.recorder(), place(recorded));
  }

  /** The sort key of an event among those of its recorder. */
  public static Bytes place(RecordedEvent recorded) {
    if (recorded.isRestricted()) {
      return place(RESTRICTED, recorded.restricted());
    }
    RecordedEvent.Content content = recorded.content().orElseThrow();
    return place(order(content.event().time()), content.id().digest());
  }

  /** The row key of an event, from its sort key among those of its recorder. */
  public static RowKey key(Prefix recorder, Bytes place) {
    return new RowKey(Table.STATEMENT, partition(recorder), place);
  }

  private static Bytes place(long order, Bytes digest) {
    byte[] name = new byte[Long.BYTES + digest.size()];
    ByteBuffer.wrap(name).putLong(order);
    digest.asByteString().copyTo(name, Long.BYTES);
    return Bytes.wrap(name);
  }

  /** The digest in the statement of a restricted event, from its row key. */
  public static Bytes restricted(RowKey key) {
    return Bytes.of(key.name().asByteString().substring(Long.BYTES));
  }

  /** A number that orders, unsigned, as times do. */
  private static long order(Instant time) {
    return time.toEpochMilli() ^ Long.MIN_VALUE;
  }

  /** The partition of all events under a prefix. */
  public static String partition(Prefix recorder) {
    return EVENT + recorder.canonical();
  }

  /** The first name that an event of a time or later can have. */
  public static Bytes nameFrom(Instant time) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(order(time)).array());
  }

  /** True for a row of {@link Table#INDEX} that leads to an event by its name. */
  public static boolean isName(RowKey key) {
    return key.partition().startsWith(NAME);
  }

  /**
   * Key of the name row of an event. A withdrawal has none here, since its target has it; an event
   * without a name needs none, unless it is restricted, since its row key does not reveal its
   * content.
   */
  public static Optional<RowKey> nameKey(
      Prefix recorder, RecordedEvent.Content content, boolean restricted) {
    String name = content.event().name();
    if (!name.isEmpty() && content.event().kind() == EventKind.WITHDRAW) {
      return Optional.empty();
    }
    if (restricted && isDerived(name)) {
      return Optional.of(restrictedKey(recorder, content));
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(nameKey(recorder, name));
  }

  /** Key of the name row of a restricted event without a name, or with a derived name. */
  public static RowKey restrictedKey(Prefix recorder, RecordedEvent.Content content) {
    byte[] name =
        ByteBuffer.allocate(2 * NAME_DIGEST_SIZE)
            .put(nameKey(recorder, content.event().name()).name().toByteArray())
            .put(content.meaning().toByteArray(), 0, NAME_DIGEST_SIZE)
            .array();
    return new RowKey(Table.INDEX, names(recorder), Bytes.wrap(name));
  }

  /** Key of the name row of an event with a given name, or of a public event. */
  public static RowKey nameKey(Prefix recorder, String name) {
    byte[] digest = HashFunction.SHA256.hash(Bytes.utf8(name)).toByteArray();
    return new RowKey(
        Table.INDEX, names(recorder), Bytes.wrap(Arrays.copyOf(digest, NAME_DIGEST_SIZE)));
  }

  /** True if a name reveals no more than the event's content. */
  public static boolean isDerived(String name) {
    return name.isEmpty() || name.startsWith(DIGEST);
  }

  /** The partition of the names of events under a prefix. */
  public static String names(Prefix recorder) {
    return NAME + recorder.canonical();
  }

  /** The row that leads from a name to the statement; none if it has no name, or it is withheld. */
  public static List<Row> names(RecordedEvent recorded, long batch) {
    return recorded
        .content()
        .flatMap(content -> nameKey(recorded.recorder(), content, recorded.isRestricted()))
        .map(name -> List.of(new Row(name, 0, batch, key(recorded).name())))
        .orElse(List.of());
  }

  /** The row of the statement that a row of a name leads to. */
  public static RowKey named(Row name) {
    return new RowKey(Table.STATEMENT, EVENT + name.key().partition().substring(1), name.value());
  }

  /** An event for messages. */
  public static String describe(RowKey key) {
    byte[] name = key.name().toByteArray();
    if (name.length < Long.BYTES) {
      return "event of " + key.partition().substring(1);
    }
    long order = ByteBuffer.wrap(name).getLong();
    return "event of "
        + key.partition().substring(1)
        + (order == RESTRICTED ? ", restricted, " : " at " + timeOf(order) + " ")
        + Bytes.wrap(Arrays.copyOfRange(name, Long.BYTES, name.length)).toHex();
  }

  private static String timeOf(long order) {
    return Instant.ofEpochMilli(order ^ Long.MIN_VALUE).toString();
  }
}
