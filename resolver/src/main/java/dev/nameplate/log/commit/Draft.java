package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RowKey;
import java.util.List;

/**
 * A statement without a place in the log yet.
 *
 * @param key key of its row
 * @param identifier its subject, as assigned
 * @param version its version
 * @param retired true if it retires the identifier
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
  /** Size of body and disclosures, in bytes. */
  int size() {
    int size = body.size();
    for (Bytes disclosure : disclosures) {
      size += disclosure.size();
    }
    return size;
  }
}
