package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RowKey;
import java.util.List;

/**
 * A statement that has no place in the log yet.
 *
 * @param key where its row will stand
 * @param identifier what it is about, as it was assigned
 * @param version the version it makes
 * @param retired whether it retires the identifier
 * @param body its exact bytes
 * @param disclosures the exact disclosures of its restricted values
 * @param leafHash the leaf hash of its body
 */
record Draft(
    RowKey key,
    Identifier identifier,
    long version,
    boolean retired,
    Bytes body,
    List<Bytes> disclosures,
    Bytes leafHash) {
  /** How many bytes body and disclosures take. */
  int size() {
    return body.size() + disclosures.stream().mapToInt(Bytes::size).sum();
  }
}
