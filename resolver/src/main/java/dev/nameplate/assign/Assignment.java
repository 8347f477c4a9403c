package dev.nameplate.assign;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import java.util.ArrayList;
import java.util.List;

/**
 * An identifier to assign, with its values. Immutable; the methods return changed copies.
 *
 * @param identifier the identifier
 * @param values its values
 * @param operation names the write so that a repeat is recognised; {@link OperationId#NONE} for
 *     none
 */
public record Assignment(Identifier identifier, List<RecordValue> values, OperationId operation) {
  /** Copies the list. */
  public Assignment {
    values = List.copyOf(values);
  }

  /**
   * An assignment without values.
   *
   * @throws dev.nameplate.identifier.MalformedIdentifierException if the text is no identifier
   */
  public static Assignment of(String identifier) {
    return of(Identifier.parse(identifier));
  }

  /** An assignment without values. */
  public static Assignment of(Identifier identifier) {
    return new Assignment(identifier, List.of(), OperationId.NONE);
  }

  /** Copy of this assignment with one more text value. */
  public Assignment value(long index, String type, String text) {
    return value(RecordValue.of(index, type, ValueData.text(text)));
  }

  /** Copy of this assignment with one more value. */
  public Assignment value(RecordValue value) {
    List<RecordValue> all = new ArrayList<>(values.size() + 1);
    all.addAll(values);
    all.add(value);
    return new Assignment(identifier, all, operation);
  }

  /** Copy of this assignment with a template, in its newest version at the time of the commit. */
  public Assignment template(String identifier) {
    return template(identifier, 0);
  }

  /**
   * Copy of this assignment with a version of a template. The value that names it is at {@link
   * TemplateValue#INDEX}.
   *
   * @param version 1 or more; 0 for the newest at the time of the commit
   */
  public Assignment template(String identifier, long version) {
    return value(TemplateValue.naming(new ValueReference(Identifier.parse(identifier), version)));
  }

  /** Copy of this assignment with exactly these values. */
  public Assignment values(List<RecordValue> all) {
    return new Assignment(identifier, all, operation);
  }

  /** Copy of this assignment with an operation id. */
  public Assignment operation(String id) {
    return new Assignment(identifier, values, OperationId.of(id));
  }
}
