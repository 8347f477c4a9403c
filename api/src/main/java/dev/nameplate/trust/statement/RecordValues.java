package dev.nameplate.trust.statement;

import com.google.protobuf.Message;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.v1.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Translates values of records to and from the wire. */
public final class RecordValues {
  private static final long MAX_SECONDS = 253_402_300_799L;

  private RecordValues() {}

  /** The message of a value; what equals its default is left out. */
  public static dev.nameplate.v1.RecordValue toProto(RecordValue value) {
    var proto =
        dev.nameplate.v1.RecordValue.newBuilder()
            .setIndex((int) value.index())
            .setType(value.type());
    ValueData data = value.data();
    if (data instanceof ValueData.Binary binary) {
      proto.setBinary(binary.bytes().asByteString());
    } else if (data instanceof ValueData.Text text) {
      proto.setText(text.text());
    } else if (data instanceof ValueData.Reference reference) {
      proto.setReference(toProto(reference.to()));
    } else if (data instanceof ValueData.Json json) {
      proto.setJson(json.text());
    } else if (data instanceof ValueData.Number number) {
      proto.setNumber(number.text());
    }
    if (value.timeToLive() instanceof TimeToLive.Until until) {
      proto.setExpiresAtSeconds(until.moment().getEpochSecond());
    } else if (value.timeToLive() instanceof TimeToLive.Relative relative
        && !relative.equals(TimeToLive.DEFAULT)) {
      proto.setTtlSeconds((int) relative.duration().toSeconds());
    }
    value.timestamp().ifPresent(timestamp -> proto.setTimestampSeconds(timestamp.getEpochSecond()));
    if (!value.permissions().equals(Permissions.DEFAULT)) {
      proto.setPermissions(value.permissions().bits());
    }
    value.references().forEach(reference -> proto.addReferences(toProto(reference)));
    return proto.build();
  }

  /**
   * The value of a message.
   *
   * @throws InvalidInputException with reason {@code INVALID_RECORD} or {@code
   *     MALFORMED_IDENTIFIER} if it is outside its bounds, lacks its data, has both times to live,
   *     or has fields that are not known here
   */
  public static RecordValue fromProto(dev.nameplate.v1.RecordValue proto) {
    requireKnownFields("value", proto);
    return new RecordValue(
        Integer.toUnsignedLong(proto.getIndex()),
        proto.getType(),
        data(proto),
        timeToLive(proto),
        proto.hasTimestampSeconds()
            ? Optional.of(moment("timestamp", proto.getTimestampSeconds()))
            : Optional.empty(),
        proto.hasPermissions() ? new Permissions(proto.getPermissions()) : Permissions.DEFAULT,
        proto.getReferencesCount() == 0
            ? List.of()
            : proto.getReferencesList().stream().map(RecordValues::fromProto).toList());
  }

  private static ValueData data(dev.nameplate.v1.RecordValue proto) {
    return switch (proto.getDataCase()) {
      case BINARY -> new ValueData.Binary(Bytes.of(proto.getBinary()));
      case TEXT -> new ValueData.Text(proto.getText());
      case REFERENCE -> new ValueData.Reference(fromProto(proto.getReference()));
      case JSON -> new ValueData.Json(proto.getJson());
      case NUMBER -> new ValueData.Number(proto.getNumber());
      case DATA_NOT_SET ->
          throw new InvalidRecordException("data", "", "binary, text, reference, json or number");
    };
  }

  private static TimeToLive timeToLive(dev.nameplate.v1.RecordValue proto) {
    if (proto.getExpiresAtSeconds() == 0) {
      return proto.hasTtlSeconds()
          ? new TimeToLive.Relative(
              Duration.ofSeconds(Integer.toUnsignedLong(proto.getTtlSeconds())))
          : TimeToLive.DEFAULT;
    }
    if (proto.hasTtlSeconds()) {
      throw new InvalidRecordException(
          "ttl", "both", "ttl_seconds or expires_at_seconds, not both");
    }
    return new TimeToLive.Until(moment("expires_at_seconds", proto.getExpiresAtSeconds()));
  }

  private static Instant moment(String field, long seconds) {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new InvalidRecordException(
          field, Long.toUnsignedString(seconds), "seconds up to the year 9999");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** A reference as it is sent. */
  public static Reference toProto(ValueReference reference) {
    return Reference.newBuilder()
        .setIdentifier(reference.identifier().toString())
        .setIndex((int) reference.index())
        .build();
  }

  private static ValueReference fromProto(Reference proto) {
    requireKnownFields("reference", proto);
    return new ValueReference(
        Identifier.parseRecorded(proto.getIdentifier()), Integer.toUnsignedLong(proto.getIndex()));
  }

  /**
   * Refuses fields that are not known here, in this message itself: signed meaning is never skipped
   * over.
   *
   * @throws InvalidInputException with reason {@code INVALID_RECORD}
   */
  static void requireKnownFields(String field, Message proto) {
    if (!proto.getUnknownFields().isEmpty()) {
      int number = proto.getUnknownFields().asMap().keySet().iterator().next();
      throw new InvalidRecordException(
          field, "field number " + number, "fields known to this version");
    }
  }
}
