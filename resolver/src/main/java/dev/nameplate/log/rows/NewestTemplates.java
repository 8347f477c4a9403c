package dev.nameplate.log.rows;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cache of the newest versions of templates: a write that asks for the newest version is drafted
 * with it before it is queued, so that the deciding commit thread need not draft it. Thread-safe.
 */
public final class NewestTemplates {
  private static final int MOST_KEPT = 256;

  private final Map<Identifier, Long> versions = new ConcurrentHashMap<>();

  /** Notes the newest version of a template. */
  public void saw(Identifier template, long version) {
    if (versions.size() >= MOST_KEPT && !versions.containsKey(template)) {
      versions.clear(); // it is a guess, and soon known again
    }
    versions.put(template, version);
  }

  /** The values, with the cached version where the newest is requested. */
  public List<RecordValue> fillIn(List<RecordValue> values) {
    for (RecordValue value : values) {
      if (TemplateValue.isOne(value)) {
        return TemplateValue.named(values)
            .filter(named -> named.index() == 0)
            .flatMap(this::newest)
            .map(version -> TemplateValue.withVersion(values, version))
            .orElse(values);
      }
    }
    return values;
  }

  private Optional<ValueReference> newest(ValueReference named) {
    return Optional.ofNullable(versions.get(named.identifier()))
        .map(version -> new ValueReference(named.identifier(), version));
  }
}
