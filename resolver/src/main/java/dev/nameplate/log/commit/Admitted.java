package dev.nameplate.log.commit;

import dev.nameplate.log.rows.IndexEntry;
import dev.nameplate.log.rows.TemplateRecord;
import dev.nameplate.record.RecordValue;
import java.util.List;
import java.util.Optional;

/**
 * A write that its template admits.
 *
 * @param values the values to be signed, with a version in place of the newest
 * @param entries the index entries of the record
 * @param template the template that the record publishes, if any
 */
record Admitted(
    List<RecordValue> values, List<IndexEntry> entries, Optional<TemplateRecord> template) {
  /** A write that has nothing to do with templates. */
  static Admitted plain(Write write) {
    return new Admitted(write.values(), List.of(), Optional.empty());
  }
}
