package dev.nameplate.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import java.util.List;
import java.util.stream.Stream;

/**
 * New values for an assigned identifier. Immutable; the methods return changed copies.
 *
 * <pre>{@code
 * IdentifierRecord record = node.resolver().resolve(identifier).found().orElseThrow();
 * node.registrar().update(Update.of(record).value(1, "URL", "https://mill.example/moved"));
 * }</pre>
 *
 * @param identifier the identifier
 * @param expectedVersion the version to replace, which must be the newest; 0 if not yet set
 * @param values all values of the new version
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none
 */
public record Update(
    Identifier identifier, long expectedVersion, List<RecordValue> values, OperationId operation) {
  /** Copies the list. */
  public Update {
    values = List.copyOf(values);
  }

  /**
   * An update to no values, of a version that {@link #expecting} names.
   *
   * @throws dev.nameplate.identifier.MalformedIdentifierException if the text is no identifier
   */
  public static Update of(String identifier) {
    return of(Identifier.parse(identifier));
  }

  /** An update to no values, of a version that {@link #expecting} names. */
  public static Update of(Identifier identifier) {
    return new Update(identifier, 0, List.of(), OperationId.NONE);
  }

  /**
   * An update of a record that was read: it expects that version, and begins with its values.
   *
   * @throws InvalidInputException if the reader did not see all values, which would be lost
   */
  public static Update of(IdentifierRecord record) {
    if (!record.withheld().isEmpty()) {
      throw InvalidInputException.of(
          "record.withheld",
          record.withheld(),
          "a record with all values visible, because an update replaces all of them");
    }
    return new Update(record.identifier(), record.version(), record.values(), OperationId.NONE);
  }

  /** Copy of this update with an expected version. */
  public Update expecting(long version) {
    return new Update(identifier, version, values, operation);
  }

  /** Copy of this update with a text value, which replaces any value at its index. */
  public Update value(long index, String type, String text) {
    return value(RecordValue.text(index, type, text));
  }

  /** Copy of this update with a value, which replaces any value at its index. */
  public Update value(RecordValue value) {
    return values(Stream.concat(without(value.index()).values.stream(), Stream.of(value)).toList());
  }

  /** Copy of this update without the value at an index. */
  public Update without(long index) {
    return values(values.stream().filter(value -> value.index() != index).toList());
  }

  /** Copy of this update with a version of a template; 0 for the newest at the commit. */
  public Update template(String identifier, long version) {
    return value(TemplateValue.naming(new ValueReference(Identifier.parse(identifier), version)));
  }

  /** Copy of this update with exactly these values. */
  public Update values(List<RecordValue> all) {
    return new Update(identifier, expectedVersion, all, operation);
  }

  /** Copy of this update with an operation id. */
  public Update operation(String id) {
    return new Update(identifier, expectedVersion, values, OperationId.of(id));
  }
}
