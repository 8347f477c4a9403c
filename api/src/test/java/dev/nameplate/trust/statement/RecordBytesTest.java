package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.RecordBody;
import dev.nameplate.v1.RestrictedValue;
import dev.nameplate.v1.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The bytes written here, against those of the generated messages. */
class RecordBytesTest {
  private static final LogName LOG = new LogName("88.118.8/log-0badcafe");
  private static final String[] TEXTS = {"", "a", "冷轧卷 \uD83D\uDE00", "x".repeat(300), "é\t"};

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void the_bytes_are_those_of_the_generated_messages() {
    System.out.println("seed " + seed);
    for (int i = 0; i < 3_000; i++) {
      SortedMap<Long, Bytes> digests = new TreeMap<>();
      IdentifierRecord record = record(digests);

      assertThat(RecordBytes.of(record, LOG, digests))
          .isEqualTo(Bytes.of(generated(record, digests)));
      for (RecordValue value : record.values()) {
        assertThat(RecordBytes.of(value))
            .isEqualTo(Bytes.of(RecordValues.toProto(value).toByteString()));
      }
    }
  }

  private static ByteString generated(IdentifierRecord record, SortedMap<Long, Bytes> digests) {
    RecordBody.Builder body =
        RecordBody.newBuilder()
            .setVersion(record.version())
            .setPrevious(record.previous().asByteString())
            .setRetired(record.retired());
    for (RecordValue value : record.values()) {
      if (!digests.containsKey(value.index())) {
        body.addValues(RecordValues.toProto(value));
      }
    }
    digests.forEach(
        (index, digest) ->
            body.addRestricted(
                RestrictedValue.newBuilder()
                    .setIndex(index.intValue())
                    .setDigest(digest.asByteString())));
    return Statement.newBuilder()
        .setPrefix(record.identifier().prefix().toString())
        .setSuffix(record.identifier().suffix().toString())
        .setLog(LOG.text())
        .setRecord(body)
        .build()
        .toByteString();
  }

  private IdentifierRecord record(SortedMap<Long, Bytes> digests) {
    long version = random.nextInt(4) == 0 ? random.nextLong() >>> 1 : 1 + random.nextInt(2);
    boolean retired = version > 1 && random.nextInt(4) == 0;
    List<RecordValue> values = new ArrayList<>();
    long index = 0;
    while (!retired && random.nextInt(6) > 0) {
      index += 1 + (random.nextInt(5) == 0 ? random.nextInt(1 << 28) : 0);
      values.add(value(index));
      if (random.nextInt(4) == 0) {
        digests.put(index, bytes(32));
      }
    }
    Identifier identifier =
        Identifier.parse(random.nextBoolean() ? "88.118.8/COIL-" + random.nextInt() : "88/冷轧/卷 1");
    Bytes previous = version == 1 ? Bytes.EMPTY : bytes(32);
    return new IdentifierRecord(identifier, version, previous, retired, values, List.of());
  }

  private RecordValue value(long index) {
    String type = random.nextBoolean() ? "URL" : "关联箱码";
    RecordValue value = RecordValue.of(index, type, data());
    if (random.nextInt(4) == 0) {
      value =
          value.withTimeToLive(
              random.nextBoolean()
                  ? new TimeToLive.Relative(Duration.ofSeconds(random.nextInt(100_000)))
                  : new TimeToLive.Until(Instant.ofEpochSecond(1 + random.nextInt(1 << 30) * 8L)));
    }
    if (random.nextInt(4) == 0) {
      value = value.withTimestamp(Instant.ofEpochSecond(random.nextInt(1 << 30) * 8L));
    }
    if (random.nextInt(4) == 0) {
      value = value.withPermissions(new Permissions(random.nextInt(16)));
    }
    List<ValueReference> references = new ArrayList<>();
    while (random.nextInt(4) == 0) {
      references.add(reference());
    }
    return value.withReferences(references);
  }

  private ValueData data() {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return switch (random.nextInt(5)) {
      case 0 -> ValueData.binary(bytes(random.nextInt(40)));
      case 1 -> new ValueData.Reference(reference());
      case 2 -> new ValueData.Json("{\"a\": [1, 2.50]}");
      case 3 -> new ValueData.Number("-160.210e5");
      default -> ValueData.text(text);
    };
  }

  private ValueReference reference() {
    return new ValueReference(
        Identifier.parse("88.118.8/SLAB-" + random.nextInt()),
        random.nextBoolean() ? 0 : random.nextLong() & RecordValue.MAX_INDEX);
  }

  private Bytes bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
