package dev.nameplate.log.rows;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.RecordValue;
import dev.nameplate.template.MetadataTemplate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The versions of a template, from its record.
 *
 * @param versions the readable versions, by number; must not be changed
 * @param retired true if its record is retired, so that no new record may name it
 */
public record TemplateRecord(SortedMap<Long, MetadataTemplate> versions, boolean retired) {
  /** The versions in a committed record; a version that is no template is skipped. */
  public static TemplateRecord of(List<RecordValue> values, boolean retired) {
    SortedMap<Long, MetadataTemplate> versions = new TreeMap<>();
    for (RecordValue value : values) {
      if (MetadataTemplate.isOne(value)) {
        read(value).ifPresent(template -> versions.put(value.index(), template));
      }
    }
    return new TemplateRecord(versions, retired);
  }

  private static Optional<MetadataTemplate> read(RecordValue value) {
    try {
      return Optional.of(MetadataTemplate.parse(value));
    } catch (InvalidInputException e) {
      return Optional.empty(); // not written by this version of ours
    }
  }

  /**
   * The versions that a new version of a record publishes, in addition to earlier versions.
   *
   * @param values its values
   * @param before the values of the previous version
   * @throws InvalidInputException if a template is malformed, does not have the next number, or
   *     changes or drops a published version
   */
  public static TemplateRecord published(List<RecordValue> values, List<RecordValue> before) {
    SortedMap<Long, MetadataTemplate> versions = new TreeMap<>();
    for (RecordValue value : values) {
      if (MetadataTemplate.isOne(value)) {
        versions.put(value.index(), MetadataTemplate.parse(value));
      }
    }
    before.stream()
        .filter(MetadataTemplate::isOne)
        .filter(old -> values.stream().noneMatch(value -> isStill(old, value)))
        .findFirst()
        .ifPresent(
            old -> {
              throw refusal(
                  old.index(), "changed or left out", "as published: versions do not change");
            });
    if (!versions.isEmpty() && versions.lastKey() != versions.size()) {
      throw refusal(
          versions.lastKey(), "a template", "templates at 1, 2, 3 and so on, without a gap");
    }
    return new TemplateRecord(versions, false);
  }

  private static boolean isStill(RecordValue old, RecordValue value) {
    return value.index() == old.index()
        && MetadataTemplate.isOne(value)
        && value.data().equals(old.data());
  }

  private static InvalidFieldsException refusal(long index, String what, String expected) {
    return new InvalidFieldsException(
        ErrorReason.INVALID_RECORD,
        List.of(FieldViolation.said("values[" + index + "]", what, expected)));
  }

  /** Number of the newest version; 0 if there is none. */
  public long newest() {
    return versions.isEmpty() ? 0 : versions.lastKey();
  }
}
