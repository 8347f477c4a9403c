package dev.nameplate.trust.statement;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.v1.Reference;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of every member of a range. In a text, a JSON text, a number and a referenced identifier,
 * each {@code {n}} stands for the member's number, without leading zeros, and each {@code
 * {identifier}} for the member itself; nothing else is touched. Immutable.
 */
public final class ValueTemplate {
  private static final Pattern BLANK = Pattern.compile("\\{(n|identifier)\\}");

  private final dev.nameplate.v1.RecordValue proto;

  private ValueTemplate(dev.nameplate.v1.RecordValue proto) {
    this.proto = proto;
  }

  /** A template that is a value itself, with blanks in it. */
  public static ValueTemplate of(RecordValue value) {
    return new ValueTemplate(RecordValues.toProto(value));
  }

  /** A text, for example {@code https://mill.example/coils/{n}}. */
  public static ValueTemplate text(long index, String type, String text) {
    return of(RecordValue.text(index, type, text));
  }

  /** A JSON text, for example <code>{"coil": {n}}</code>, that is one once it is filled in. */
  public static ValueTemplate json(long index, String type, String json) {
    return new ValueTemplate(typed(index, type).setJson(json).build());
  }

  /** A number, for example {@code {n}}, that is one once it is filled in. */
  public static ValueTemplate number(long index, String type, String number) {
    return new ValueTemplate(typed(index, type).setNumber(number).build());
  }

  /** A reference, for example {@code 88.118.8/HEAT-{n}}. */
  public static ValueTemplate reference(long index, String type, String identifier) {
    return new ValueTemplate(
        typed(index, type).setReference(Reference.newBuilder().setIdentifier(identifier)).build());
  }

  private static dev.nameplate.v1.RecordValue.Builder typed(long index, String type) {
    return RecordValues.toProto(RecordValue.text(index, type, "")).toBuilder();
  }

  /**
   * The template of a message. Whether it makes values is found when a range is made of it.
   *
   * @throws InvalidRecordException if it has fields that are not known here
   */
  public static ValueTemplate fromProto(dev.nameplate.v1.RecordValue proto) {
    RecordValues.requireKnownFields("value", proto);
    return new ValueTemplate(proto);
  }

  /** Copy of this template with another time to live. */
  public ValueTemplate withTimeToLive(TimeToLive other) {
    var ttl = RecordValues.toProto(RecordValue.text(1, "TTL", "").withTimeToLive(other));
    return new ValueTemplate(
        proto.toBuilder()
            .clearTtlSeconds()
            .clearExpiresAtSeconds()
            .mergeFrom(onlyTimes(ttl))
            .build());
  }

  private static dev.nameplate.v1.RecordValue onlyTimes(dev.nameplate.v1.RecordValue value) {
    return value.toBuilder().clearIndex().clearType().clearData().build();
  }

  /** Position of the value in each record. */
  public long index() {
    return Integer.toUnsignedLong(proto.getIndex());
  }

  /** The message. */
  public dev.nameplate.v1.RecordValue toProto() {
    return proto;
  }

  /**
   * The value of one member.
   *
   * @param member the member
   * @param number its number
   * @throws InvalidInputException if what comes of it is no value
   */
  RecordValue fill(Identifier member, long number) {
    dev.nameplate.v1.RecordValue.Builder filled = proto.toBuilder();
    Filling filling = new Filling(member.toString(), Long.toString(number));
    switch (proto.getDataCase()) {
      case TEXT -> filled.setText(filling.plain(proto.getText()));
      case JSON -> filled.setJson(filling.json(proto.getJson()));
      case NUMBER -> filled.setNumber(filling.plain(proto.getNumber()));
      case REFERENCE -> filled.setReference(filling.reference(proto.getReference()));
      case BINARY, DATA_NOT_SET -> {}
    }
    for (int i = 0; i < proto.getReferencesCount(); i++) {
      filled.setReferences(i, filling.reference(proto.getReferences(i)));
    }
    return RecordValues.fromProto(filled.build());
  }

  /** The texts that fill the blanks. */
  private record Filling(String identifier, String number) {
    String plain(String template) {
      return fill(template, identifier);
    }

    String json(String template) {
      return fill(template, identifier.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    Reference reference(Reference template) {
      return template.toBuilder().setIdentifier(plain(template.getIdentifier())).build();
    }

    private String fill(String template, String written) {
      if (template.indexOf('{') < 0) {
        return template;
      }
      requireRoom(template, written);
      return BLANK
          .matcher(template)
          .replaceAll(
              blank -> Matcher.quoteReplacement(blank.group(1).equals("n") ? number : written));
    }

    /** Checks the filled size before filling: a short template can make a very long text. */
    private void requireRoom(String template, String written) {
      int writtenSize = utf8(written);
      long size = utf8(template);
      Matcher blanks = BLANK.matcher(template);
      while (blanks.find()) {
        int filled = blanks.group(1).equals("n") ? number.length() : writtenSize;
        size += filled - (blanks.end() - blanks.start());
      }
      if (size > RecordLimits.HIGHEST.recordBytes()) {
        throw tooLarge();
      }
    }

    private static int utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** The error for filled-in values of a record that are too large. */
  static InvalidRecordException tooLarge() {
    return new InvalidRecordException(
        "values",
        "larger when filled in",
        "at most "
            + RecordLimits.HIGHEST.recordBytes()
            + " bytes with every placeholder filled in");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueTemplate that && proto.equals(that.proto);
  }

  @Override
  public int hashCode() {
    return proto.hashCode();
  }

  /** Index and type. */
  @Override
  public String toString() {
    return index() + " " + proto.getType();
  }
}
