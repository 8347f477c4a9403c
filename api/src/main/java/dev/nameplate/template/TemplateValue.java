package dev.nameplate.template;

import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import java.util.List;
import java.util.Optional;

/**
 * The value of a record that names its template: of type {@value #TYPE}, for everyone to read, a
 * reference to the template's identifier and to the index of one of its versions. In a write, index
 * 0 stands for the newest version; what is signed always has a version.
 */
public final class TemplateValue {
  /** The type of the value. */
  public static final String TYPE = "TEMPLATE";

  /** The index it has unless another is chosen. */
  public static final long INDEX = 1001;

  private TemplateValue() {}

  /** The value that names a template, at {@link #INDEX}. */
  public static RecordValue naming(ValueReference template) {
    return RecordValue.of(INDEX, TYPE, new ValueData.Reference(template));
  }

  /** True for a value of type {@value #TYPE}. */
  public static boolean isOne(RecordValue value) {
    return value.hasType(TYPE);
  }

  /** The template version that the values name; empty if they name none, or in no proper form. */
  public static Optional<ValueReference> named(List<RecordValue> values) {
    List<RecordValue> found = values.stream().filter(TemplateValue::isOne).toList();
    return found.size() == 1 && found.get(0).data() instanceof ValueData.Reference reference
        ? Optional.of(reference.to())
        : Optional.empty();
  }

  /**
   * The template version that values to be written name; empty if they name none.
   *
   * @throws InvalidRecordException if a value of the type has another form, is restricted, or
   *     occurs twice
   */
  public static Optional<ValueReference> require(List<RecordValue> values) {
    Optional<ValueReference> named = Optional.empty();
    for (RecordValue value : values) {
      if (isOne(value)) {
        if (named.isPresent()) {
          throw new InvalidRecordException(
              "values[TEMPLATE]", "two", "at most one reference to a template");
        }
        named = Optional.of(reference(value));
      }
    }
    return named;
  }

  /**
   * True if the values to be written equal those of a record, also if they name its template
   * without a version. Both in ascending order of index.
   */
  public static boolean isSame(List<RecordValue> recorded, List<RecordValue> written) {
    Optional<ValueReference> named = named(recorded);
    if (named.isEmpty()) {
      return recorded.equals(written);
    }
    boolean newestWanted =
        named(written).filter(ValueReference.to(named.get().identifier())::equals).isPresent();
    return recorded.equals(newestWanted ? withVersion(written, named.get()) : written);
  }

  /** A copy of the values with a version in the value that names the template. */
  public static List<RecordValue> withVersion(List<RecordValue> values, ValueReference version) {
    return values.stream()
        .map(value -> isOne(value) ? withVersion(value, version) : value)
        .toList();
  }

  private static RecordValue withVersion(RecordValue value, ValueReference version) {
    return new RecordValue(
        value.index(),
        value.type(),
        new ValueData.Reference(version),
        value.timeToLive(),
        value.timestamp(),
        value.permissions(),
        value.references());
  }

  private static ValueReference reference(RecordValue value) {
    if (value.data() instanceof ValueData.Reference reference && value.permissions().publicRead()) {
      return reference.to();
    }
    throw new InvalidRecordException(
        "values[TEMPLATE]",
        ShownData.of(value.data()),
        "an unrestricted reference to a template, for example 1:88.118.8/TEMPLATE-COIL");
  }
}
