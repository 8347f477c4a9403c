package dev.nameplate.server.cli.verify;

import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.verify.StatementFile.KeptRow;
import dev.nameplate.server.cli.verify.StatementFile.RowProof;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.certificate.AnswerRows;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.Certificate.Answer;
import dev.nameplate.wire.AnswerRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of an answer in a file, up to their certificate: all of them, or some with a proof each.
 * The certificate, which comes last, says which hash function they are hashed with. Used by one
 * thread.
 */
final class KeptAnswer {
  private final Map<Answer, Map<HashFunction, AnswerRows>> whole = new EnumMap<>(Answer.class);
  private final List<Proven> proven = new ArrayList<>();
  private final boolean comparing;
  private long size;

  /** How often a row occurs, by {@link #key}. */
  private final Map<Bytes, Long> counts = new HashMap<>();

  private final Set<Bytes> hidden = new HashSet<>();
  private final Set<Reason> gaps = EnumSet.noneOf(Reason.class);

  /**
   * No rows.
   *
   * @param comparing true to compare the rows with those of a mirror, which takes memory for each
   */
  KeptAnswer(boolean comparing) {
    this.comparing = comparing;
  }

  private final Set<Long> places = new HashSet<>();

  private record Proven(AnswerRow row, RowProof proof) {}

  /** A value that two rows have in common if they are the same. */
  static Bytes key(AnswerRow row) {
    return HashFunction.SHA256.leafHash(row.encoded());
  }

  /** Adds a row. */
  void add(KeptRow row) {
    size++;
    if (comparing) {
      Bytes key = key(row.row());
      counts.merge(key, 1L, Long::sum);
      row.row().gap().ifPresent(gaps::add);
      if (row.row().gap().equals(Optional.of(Reason.NO_ACCESS))) {
        hidden.add(key);
      }
    }
    if (row.proof().isPresent()) {
      RowProof proof = row.proof().get();
      if (!places.add(proof.index())) {
        throw Rule.ANSWER_DIFFERS.broken("row " + proof.index() + " is repeated");
      }
      proven.add(new Proven(row.row(), proof));
      return;
    }
    Map<HashFunction, AnswerRows> rows =
        whole.computeIfAbsent(row.row().answer(), any -> new EnumMap<>(HashFunction.class));
    for (HashFunction hash : HashFunction.values()) {
      rows.computeIfAbsent(hash, any -> new AnswerRows(row.row().answer(), hash))
          .add(row.row().encoded());
    }
  }

  /** How often each row occurs, by {@link #key}. */
  Map<Bytes, Long> counts() {
    return counts;
  }

  /** The keys of gaps at hidden events. */
  Set<Bytes> hidden() {
    return hidden;
  }

  /** True if there are gaps at hidden events. */
  boolean hides() {
    return !hidden.isEmpty();
  }

  /** The reasons of the gaps among the rows. */
  Set<Reason> gaps() {
    return gaps;
  }

  /** True if the rows are all rows of an answer. */
  boolean isWhole() {
    return proven.isEmpty();
  }

  /** Number of rows. */
  long size() {
    return size;
  }

  /**
   * Checks that the rows are those of a certificate, or some of them.
   *
   * @param hash the hash of the suite of the certificate
   * @throws dev.nameplate.trust.BrokenRuleException if they are not
   */
  void require(Certificate certificate, HashFunction hash, Bytes question) {
    certificate.requireQuestion(hash, question);
    if (!ofKind(certificate.answer())) {
      throw Rule.ANSWER_DIFFERS.broken(
          "the rows before the certificate are not all of a "
              + StatementView.word(certificate.answer()));
    }
    if (!isWhole()) {
      proven.forEach(
          each ->
              certificate.requireRow(
                  hash, each.row().encoded(), each.proof().index(), each.proof().path()));
      return;
    }
    AnswerRows rows =
        whole
            .getOrDefault(certificate.answer(), Map.of())
            .getOrDefault(hash, new AnswerRows(certificate.answer(), hash));
    certificate.requireAnswer(hash, question, rows.size(), rows.root());
  }

  /** True if all rows are of a kind, and either all have a proof or none. */
  private boolean ofKind(Answer kind) {
    return proven.stream().allMatch(each -> each.row().answer() == kind)
        && whole.keySet().stream().allMatch(each -> each == kind)
        && (proven.isEmpty() || whole.isEmpty());
  }
}
