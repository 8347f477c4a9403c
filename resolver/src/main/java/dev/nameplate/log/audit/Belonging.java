package dev.nameplate.log.audit;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.log.rows.IndexCursor;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.log.rows.Templates;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.StatementKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Decides if a row of a store belongs to its log. Reads rows; used by one thread. */
final class Belonging {
  private final RecordStore store;
  private final Templates templates;
  private final long batches;

  Belonging(RecordStore store) {
    this.store = store;
    this.templates = new Templates(store);
    this.batches = store.head().batches();
  }

  boolean belongs(Row row) {
    return switch (row.key().table()) {
      case STATEMENT -> isNamed(row);
      case BATCH -> row.key().equals(RowKeys.batch(row.batch())) || isManifest(row);
      case PROOF -> isProof(row);
      case LOG_NODE -> isLogNode(row.key());
      case INDEX -> isIndex(row);
      default -> true;
    };
  }

  private boolean isIndex(Row row) {
    if (EventRows.isName(row.key())) {
      return isEventName(row);
    }
    IndexCursor.Found found = RowKeys.found(row.key());
    String partition = row.key().partition();
    if (found.suffix().isEmpty() || partition.isEmpty()) {
      return false;
    }
    try {
      Identifier identifier = Identifier.parse(partition.substring(1) + "/" + found.suffix());
      return hash(row.batch())
          .flatMap(
              hash ->
                  Rederivation.attempt(
                          () -> store.version(RowKeys.statement(identifier), found.version()))
                      .flatMap(
                          version ->
                              Rederivation.attempt(
                                  version,
                                  said ->
                                      templates.rows(
                                          StoredStatement.read(said, StatementKind.RECORD, hash),
                                          said.batch()))))
          .filter(rows -> rows.contains(row))
          .isPresent();
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private boolean isEventName(Row row) {
    return hash(row.batch())
        .flatMap(
            hash ->
                Rederivation.attempt(() -> store.newest(EventRows.named(row)))
                    .filter(event -> event.batch() == row.batch())
                    .flatMap(
                        event ->
                            Rederivation.attempt(
                                event,
                                said -> StoredStatement.read(said, StatementKind.EVENT, hash))))
        .filter(event -> EventRows.names(event, row.batch()).contains(row))
        .isPresent();
  }

  private Optional<HashFunction> hash(long batch) {
    return Rederivation.attempt(() -> store.read(RowKeys.batch(batch)))
        .flatMap(row -> Rederivation.attempt(row, BatchRows::signed))
        .map(signed -> signed.header().suite().hash());
  }

  private static boolean isManifest(Row row) {
    return row.key().equals(RowKeys.manifest(row.batch()));
  }

  private boolean isNamed(Row row) {
    Optional<List<Manifest.Entry>> entries =
        Rederivation.attempt(() -> store.read(RowKeys.manifest(row.batch())))
            .flatMap(manifest -> Rederivation.attempt(manifest, Manifest::decode))
            .map(Manifest::entries);
    int leaf =
        Rederivation.attempt(row, StoredStatement::decode)
            .map(StoredStatement::leafIndex)
            .orElse(-1);
    return entries.isEmpty() // then it is not known, and the manifest is named
        || (leaf >= 0
            && leaf < entries.get().size()
            && entries.get().get(leaf).equals(new Manifest.Entry(row.key(), row.version())));
  }

  private boolean isProof(Row row) {
    return row.key().equals(RowKeys.proof(row.batch())) || isProofGroup(row);
  }

  /** True for a proof of a batch that is damaged and was not converted from an older format. */
  private boolean isProofGroup(Row row) {
    if (row.key().name().size() != Long.BYTES + 1) {
      return false;
    }
    int group = row.key().name().toByteArray()[Long.BYTES] & 0xff;
    return row.key().equals(RowKeys.proofGroup(row.batch(), group))
        && Rederivation.attempt(() -> store.read(RowKeys.proof(row.batch()))).isEmpty()
        && Rederivation.attempt(() -> store.read(RowKeys.batch(row.batch())))
            .flatMap(
                batch ->
                    Rederivation.attempt(batch, found -> BatchRows.signed(found).header().count()))
            .filter(count -> group < ProofGroup.groups(count))
            .isPresent();
  }

  private boolean isLogNode(RowKey key) {
    if (key.name().size() != Long.BYTES) {
      return false;
    }
    long index = ByteBuffer.wrap(key.name().toByteArray()).getLong();
    for (int level = 0; batches >> level > 0; level++) {
      if (key.equals(RowKeys.logNode(level, index))) {
        return index >= 0 && index < batches >> level;
      }
    }
    return false;
  }
}
