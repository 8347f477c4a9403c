package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.rows.TemplateRecord;
import dev.nameplate.record.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Effects of a group's accepted writes on templates: published templates, and the index entries of
 * the newest records. Used by one thread.
 */
final class TemplateNotes {
  private final Map<Identifier, TemplateRecord> published = new HashMap<>();
  private final Map<Claim, Set<Identifier>> holders = new HashMap<>();
  private final Map<Identifier, List<Claim>> claims = new HashMap<>();

  /** A value of an item, by its digest, as records under a prefix have it. */
  record Claim(Prefix prefix, Bytes digest) {}

  void add(Identifier identifier, Admitted write) {
    write.template().ifPresent(template -> published.put(identifier, template));
    letGo(identifier);
    if (!write.entries().isEmpty()) {
      List<Claim> now =
          write.entries().stream()
              .map(entry -> new Claim(identifier.prefix(), entry.digest()))
              .toList();
      claims.put(identifier, now);
      now.forEach(claim -> holders.computeIfAbsent(claim, key -> new HashSet<>()).add(identifier));
    }
  }

  private void letGo(Identifier identifier) {
    List<Claim> before = claims.isEmpty() ? null : claims.remove(identifier);
    if (before != null) {
      for (Claim claim : before) {
        Set<Identifier> holding = holders.get(claim);
        if (holding != null) {
          holding.remove(identifier);
        }
      }
    }
  }

  /** The template that the newest version of a record publishes. */
  Optional<TemplateRecord> published(Identifier identifier) {
    return Optional.ofNullable(published.get(identifier));
  }

  /** The records that have a value. */
  Set<Identifier> holders(Claim claim) {
    return holders.getOrDefault(claim, Set.of());
  }
}
