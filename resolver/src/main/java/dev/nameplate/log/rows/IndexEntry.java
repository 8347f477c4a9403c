package dev.nameplate.log.rows;

import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.template.SearchKey;
import dev.nameplate.template.TemplateItem;
import dev.nameplate.trust.merkle.HashFunction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An index entry of a record's value: the digest of item and value, and its restriction.
 *
 * @param digest 16 bytes
 * @param restricted true if the value is restricted, and so is finding the record by it
 */
public record IndexEntry(Bytes digest, boolean restricted) {
  /** Size of a digest, in bytes; collisions are possible, so found records are compared. */
  public static final int DIGEST_SIZE = 16;

  /** The entry of a value of an item; names of items compare as types do. */
  public static IndexEntry of(String item, SearchKey key, boolean restricted) {
    byte[] name = folded(item).getBytes(StandardCharsets.UTF_8);
    byte[] kind = key.type().word().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(2 + name.length + kind.length + key.bytes().size())
            .put(name)
            .put((byte) 0) // neither has one in it
            .put(kind)
            .put((byte) 0)
            .put(key.bytes().toByteArray());
    byte[] digest = HashFunction.SHA256.hash(Bytes.wrap(bytes.array())).toByteArray();
    return new IndexEntry(Bytes.wrap(Arrays.copyOf(digest, DIGEST_SIZE)), restricted);
  }

  /** The entries of a record's values for the indexed items of its template. */
  public static List<IndexEntry> of(List<RecordValue> values, MetadataTemplate template) {
    List<IndexEntry> entries = new ArrayList<>();
    for (RecordValue value : values) {
      Optional<TemplateItem> item = template.item(value.type()).filter(TemplateItem::indexed);
      if (item.isPresent()) {
        SearchKey.of(item.get().type(), value.data())
            .map(key -> of(item.get().name(), key, !value.permissions().publicRead()))
            .ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** True if a record has such a value. */
  public static boolean isOf(
      IdentifierRecord record, String item, SearchKey key, boolean restricted) {
    return record.values().stream()
        .filter(value -> value.type().length() == item.length() && value.hasType(item))
        .filter(value -> restricted || value.permissions().publicRead())
        .anyMatch(value -> SearchKey.of(key.type(), value.data()).equals(Optional.of(key)));
  }

  private static String folded(String item) {
    return item.chars()
        .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
