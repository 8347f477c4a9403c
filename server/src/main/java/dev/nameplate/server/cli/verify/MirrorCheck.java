package dev.nameplate.server.cli.verify;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.certificate.AnswerRows;
import dev.nameplate.trace.certificate.Certifier;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.Certificate.View;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.wire.AnswerRow;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Recomputes certified answers from a mirror of the node's log. Used by one thread. */
final class MirrorCheck implements AutoCloseable {
  private static final String OPTION = "--against";

  private final Path directory;
  private final Mirror mirror;

  /**
   * Opens a mirror.
   *
   * @throws InvalidInputException if there is none in the directory
   */
  MirrorCheck(Path directory) {
    if (!MirrorDirectory.isMirror(directory)) {
      throw InvalidInputException.of(
          OPTION, directory.toString(), "the directory of a mirror, as log follow makes it");
    }
    this.directory = directory;
    this.mirror = Mirror.open(NodeConfig.in(directory));
  }

  /**
   * What a mirror says to an answer that it confirms.
   *
   * @param line what was checked, and what was not
   * @param notChecked number of rows that a mirror cannot check
   */
  record Finding(String line, long notChecked) {}

  /**
   * Recomputes an answer.
   *
   * @param checkpoint the certificate's checkpoint
   * @param hash the hash of the certificate's suite
   * @param kept the rows of the file
   * @throws PreconditionException if the mirror is not as new as the certificate
   * @throws NodeException if the mirror cannot confirm the answer
   * @throws dev.nameplate.error.RejectedStatementException if the mirror shows another answer, or
   *     another log
   */
  Finding check(
      Checkpoint checkpoint,
      Certificate certificate,
      HashFunction hash,
      CertifiedQuestion question,
      KeptAnswer kept) {
    if (!mirror.anchor().log().equals(checkpoint.origin())) {
      throw InvalidInputException.of(
          OPTION,
          directory + ", a mirror of " + mirror.anchor().log(),
          "a mirror of " + checkpoint.origin());
    }
    requireSameLog(checkpoint, certificate.position());
    if (question.recursive()) {
      throw unconfirmed("it was made across nodes, and a mirror holds the events of one");
    }
    Recomputed again = new Recomputed(certificate, hash, kept);
    question.ask(mirror, Certifier.caller(certificate.view()), again::add);
    return again.finding();
  }

  /** The answer of the mirror, beside that of the file. */
  private final class Recomputed {
    private final Certificate certificate;
    private final KeptAnswer kept;
    private final AnswerRows rows;
    private final Map<Bytes, Long> surplus;
    private final Set<Reason> gaps = EnumSet.noneOf(Reason.class);
    private long unknownOrigins;

    Recomputed(Certificate certificate, HashFunction hash, KeptAnswer kept) {
      this.certificate = certificate;
      this.kept = kept;
      this.rows = new AnswerRows(certificate.answer(), hash);
      this.surplus = new HashMap<>(kept.counts());
    }

    void add(AnswerRow row) {
      rows.add(row.encoded());
      row.gap().ifPresent(gaps::add);
      Bytes key = KeptAnswer.key(row);
      if (surplus.merge(key, -1L, Long::sum) < 0
          && row.gap().equals(Optional.of(Reason.UNKNOWN_ORIGIN))) {
        unknownOrigins++; // a hidden event may be the origin
        surplus.merge(key, 1L, Long::sum);
      }
    }

    Finding finding() {
      long size = rows.size();
      if (size == certificate.rows() && rows.root().equals(certificate.root())) {
        return new Finding("the mirror gives the same " + Counts.of(size, "row"), 0);
      }
      surplus.keySet().removeAll(kept.hidden());
      long onlyFile = surplus.values().stream().filter(count -> count > 0).mapToLong(n -> n).sum();
      long onlyMirror =
          (kept.hides() ? 0 : unknownOrigins)
              - surplus.values().stream().filter(count -> count < 0).mapToLong(n -> n).sum();
      long hidden =
          kept.hidden().stream().mapToLong(key -> kept.counts().getOrDefault(key, 0L)).sum()
              + unknownOrigins;
      if (kept.isWhole() && onlyFile == 0 && onlyMirror == 0 && kept.hides()) {
        return new Finding(
            "the mirror gives the same rows, except for %s at hidden events, which it cannot check: it does not know what restricted events name"
                .formatted(Counts.of(hidden, "gap")),
            hidden);
      }
      String difference =
          kept.isWhole()
              ? "rows only in the file: %d, rows only in the mirror: %d"
                  .formatted(onlyFile, onlyMirror)
              : "rows of the certificate: %d, rows in the mirror: %d"
                  .formatted(certificate.rows(), size);
      if (gaps.contains(Reason.LIMIT_TIME) || kept.gaps().contains(Reason.LIMIT_TIME)) {
        throw unconfirmed("an answer was cut off by its time limit; " + difference);
      }
      if (certificate.view() == View.ALL) {
        throw unconfirmed(
            "it includes restricted events, whose content a mirror does not hold; " + difference);
      }
      if (prefixesChangedSince(certificate.position())) {
        throw unconfirmed("prefixes were delegated or changed since its position; " + difference);
      }
      throw Rule.ANSWER_DIFFERS.broken(
          "the mirror gives another answer; "
              + (onlyFile + onlyMirror == 0 && kept.isWhole()
                  ? "the same rows in another order"
                  : difference));
    }
  }

  /** Delegations after a position: authority over items follows from the newest. */
  private boolean prefixesChangedSince(long position) {
    try (StatementReader.Cursor later = mirror.statements().fromPosition(position)) {
      while (later.hasNext()) {
        if (later.next().value() instanceof Delegation) {
          return true;
        }
      }
      return false;
    }
  }

  private void requireSameLog(Checkpoint certified, long position) {
    long batches = mirror.head().batches();
    if (certified.size() > batches) {
      throw new PreconditionException(
          ErrorReason.OUT_OF_LOG,
          "%s: the mirror holds %d batches (expected: the %d of the certificate); run log follow, then try again"
              .formatted(OPTION, batches, certified.size()));
    }
    if (!mirror.proofs().root(certified.size()).equals(certified.root())) {
      throw Rule.CHECKPOINT_REJECTED.broken(
          "the first %d batches of the mirror are not those of the certificate's checkpoint: the node shows two histories"
              .formatted(certified.size()));
    }
    if (position > statementsIn(certified.size())) {
      throw Rule.CHECKPOINT_REJECTED.broken(
          "the certificate's position %d is beyond its checkpoint of %d batches"
              .formatted(position, certified.size()));
    }
  }

  private long statementsIn(long batches) {
    if (batches == 0) {
      return 0;
    }
    BatchHeader last = mirror.statements().batch(batches - 1).header();
    return last.firstPosition() + last.count();
  }

  private static NodeException unconfirmed(String why) {
    return new NodeException(
        ErrorReason.STATEMENT_REJECTED, OPTION + ": the answer is not confirmed: " + why);
  }

  @Override
  public void close() {
    mirror.close();
  }
}
