package dev.nameplate.server.cli.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.verify.StatementFile.Kept;
import dev.nameplate.server.cli.verify.StatementFile.KeptRow;
import dev.nameplate.server.cli.verify.StatementFile.Line;
import dev.nameplate.server.cli.verify.StatementFile.RowProof;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.StatementJson;
import dev.nameplate.trace.certificate.AnswerRows;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.Certificate.Answer;
import dev.nameplate.wire.AnswerRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the rows about an item out of the certified answers of a verified file, each with the proof
 * that it is a row of its answer. Keeps a hash for each row of an answer. Used by one thread.
 */
final class SingleRows {
  private final ItemId item;
  private final Map<HashFunction, List<Bytes>> leaves = new EnumMap<>(HashFunction.class);
  private final List<Taken> taken = new ArrayList<>();
  private final StringBuilder lines = new StringBuilder();
  private long rows;
  private int seen;

  private record Taken(KeptRow row, int index) {}

  private SingleRows(ItemId item) {
    this.item = item;
  }

  /**
   * Writes the rows about an item, and the certificates of their answers, to a file.
   *
   * @param from a verified file
   * @return number of rows
   * @throws InvalidInputException if no row names the item
   */
  static long write(Path from, ItemId item, Path to) {
    SingleRows single = new SingleRows(item);
    try (StatementFile file = StatementFile.open(from)) {
      while (file.hasNext()) {
        single.add(file.next());
      }
    }
    if (single.rows == 0) {
      throw InvalidInputException.of(
          "--only", item.toString(), "an item that a row of a certified answer is about");
    }
    OutputFile.write("--save", to, Bytes.utf8(single.lines.toString()));
    return single.rows;
  }

  private void add(Line line) {
    if (line instanceof KeptRow kept) {
      AnswerRow row = kept.row();
      for (HashFunction hash : HashFunction.values()) {
        leaves.computeIfAbsent(hash, any -> new ArrayList<>()).add(hash.leafHash(row.encoded()));
      }
      if (row.items().anyMatch(named -> named.canonical().equals(item.canonical()))) {
        taken.add(new Taken(kept, seen));
      }
      seen++;
    } else if (line instanceof Kept kept && kept.statement().isCertificate()) {
      take(kept);
      taken.clear();
      leaves.clear();
      seen = 0;
    }
  }

  private void take(Kept certificate) {
    if (taken.isEmpty()) {
      return;
    }
    HashFunction hash = certificate.statement().batch().suite().hash();
    Answer answer = taken.get(0).row().row().answer();
    List<Bytes> inOrder = AnswerRows.inOrder(answer, leaves.getOrDefault(hash, List.of()));
    MerkleTree tree = MerkleTree.ofLeafHashes(hash, inOrder);
    for (Taken each : taken) {
      int index =
          answer == Answer.TRACE
              ? each.index()
              : Collections.binarySearch(inOrder, hash.leafHash(each.row().row().encoded()));
      append(
          each.row(),
          each.row().proof().orElseGet(() -> new RowProof(index, tree.inclusionPath(index))));
    }
    append(
        StatementJson.certificate(
            certificate.statement(),
            certificate.chain(),
            certificate.question().orElse(Bytes.EMPTY)));
  }

  private void append(KeptRow kept, RowProof proof) {
    ObjectNode json = StatementJson.row(kept.row(), kept.chain());
    json.put("index", proof.index())
        .set("path", Json.texts(proof.path().stream().map(StatementJson::base64).toList()));
    append(json);
    rows++;
  }

  private void append(ObjectNode json) {
    lines.append(json).append('\n');
  }
}
