package dev.nameplate.server.cli.verify;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.server.cli.verify.KeptWithdrawals.Withdrawal;
import dev.nameplate.server.cli.verify.StatementFile.Kept;
import dev.nameplate.server.cli.verify.StatementFile.KeptRow;
import dev.nameplate.server.cli.verify.StatementFile.Line;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.CertificateBody;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.wire.AnswerRow;
import dev.nameplate.wire.Read;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Verifies the lines of a file one after the other: signed statements, and answers of rows with
 * their certificates. Used by one thread.
 */
final class FileCheck {
  private final StatementVerifier verifier;
  private final TrustAnchors anchors;
  private final StatementView view;
  private final Subject subject;
  private final KeptWithdrawals withdrawals = new KeptWithdrawals();
  private final Found found = new Found();
  private KeptAnswer answer;

  /**
   * What the file is checked for.
   *
   * @param identifier the identifier that every statement must be about
   * @param proof a proof that the statement is in its log
   * @param path the path to find
   * @param mirror the mirror to recompute certified answers from
   * @param expires true if the check is as of now
   */
  record Subject(
      Optional<Identifier> identifier,
      Optional<TlogProof> proof,
      Optional<KeptPath> path,
      Optional<MirrorCheck> mirror,
      boolean expires) {}

  /** Numbers of what was found. */
  static final class Found {
    private long statements;
    private long withdrawn;
    private long certificates;
    private long uncertifiedEvents;
    private boolean unfit;
    private final Set<LogName> certifiers = new HashSet<>();

    /** Number of verified statements, certificates not included. */
    long statements() {
      return statements;
    }

    /** Number of these that are withdrawn events. */
    long withdrawn() {
      return withdrawn;
    }

    /** Number of verified certificates. */
    long certificates() {
      return certificates;
    }

    /** True if an answer is about an earlier state of the log, or not all of it is here. */
    boolean isUnfitForPath() {
      return unfit;
    }

    /** The logs of the nodes that certified an answer. */
    Set<LogName> certifiers() {
      return certifiers;
    }

    /** Number of events outside the rows of an answer. */
    long uncertifiedEvents() {
      return uncertifiedEvents;
    }
  }

  FileCheck(StatementVerifier verifier, TrustAnchors anchors, StatementView view, Subject subject) {
    this.verifier = verifier;
    this.anchors = anchors;
    this.view = view;
    this.subject = subject;
    this.answer = new KeptAnswer(subject.mirror().isPresent());
  }

  /** Verifies all lines of a file. */
  Found check(Path file) {
    try (StatementFile lines = StatementFile.open(file)) {
      while (lines.hasNext()) {
        String where = lines.where();
        Line line = named(where, lines::next);
        if (line instanceof KeptRow row) {
          check(row, where);
        } else if (line instanceof Kept kept) {
          if (named(where, kept.statement()::isCertificate)) {
            certificate(kept, where);
          } else {
            check(kept, where, lines.holdsOne() || !kept.chain().isEmpty());
          }
        }
      }
    }
    if (found.statements == 0 && found.certificates == 0 && answer.size() == 0) {
      throw InvalidInputException.of("FILE", file.toString(), "at least one signed statement");
    }
    return found;
  }

  /** Number of rows at the end of the file that no certificate follows. */
  long uncertifiedRows() {
    return answer.size();
  }

  /** Number of withdrawals whose target does not follow in the file. */
  int unmatchedWithdrawals() {
    return withdrawals.unmatched();
  }

  /** True if an event is withdrawn by another of the file. */
  boolean isWithdrawn(KeptPath.Made event) {
    return withdrawals.isWithdrawn(event.recorder(), event.id(), event.name());
  }

  private void check(KeptRow kept, String where) {
    AnswerRow row = kept.row();
    named(
        where,
        () -> {
          answer.add(kept);
          return row;
        });
    row.withdrawal().ifPresent(signed -> event(signed, kept.chain(), where, true));
    row.event()
        .ifPresent(
            signed ->
                event(
                    signed, kept.chain(), where, row.withdrawal().isPresent() || !row.withdrawn()));
    view.show(row);
  }

  private void event(
      SignedStatement signed, List<SignedStatement> chain, String where, boolean leads) {
    Verified<RecordedEvent> verified =
        checked(
            where,
            () -> verifier.verifyEvent(signed, verifier.authority(chain, signed.recorder())));
    show(verified, inLog(signed, where), !chain.isEmpty(), leads);
  }

  private Optional<Checkpoint> inLog(SignedStatement statement, String where) {
    return subject
        .proof()
        .map(tlog -> named(where, () -> tlog.verify(statement.signedBatch(), anchors)));
  }

  private void check(Kept kept, String where, boolean inFull) {
    Verified<?> verified = checked(where, () -> verify(kept, where));
    found.uncertifiedEvents += verified.value() instanceof RecordedEvent ? 1 : 0;
    show(verified, inLog(kept.statement(), where), inFull, true);
  }

  private void show(
      Verified<?> verified, Optional<Checkpoint> checkpoint, boolean inFull, boolean leads) {
    Optional<Withdrawal> withdrawal = Optional.empty();
    if (verified.value() instanceof RecordedEvent event) {
      withdrawal = withdrawals.next(event);
      LogName log = verified.batch().log();
      subject.path().filter(any -> leads).ifPresent(all -> all.add(event, log));
    }
    found.statements++;
    found.withdrawn += withdrawal.isPresent() ? 1 : 0;
    view.show(verified, withdrawal, checkpoint, inFull);
  }

  private void certificate(Kept kept, String where) {
    Verified<Certificate> verified =
        checked(
            where,
            () -> {
              Prefix authority =
                  CertificateBody.parse(kept.statement().body()).certificate().authority();
              return verifier.verifyCertificate(
                  kept.statement(), verifier.authority(kept.chain(), authority));
            });
    Certificate certificate = verified.value();
    HashFunction hash = verified.batch().suite().hash();
    Bytes asked = kept.question().orElse(Bytes.EMPTY);
    CertifiedQuestion question =
        named(
            where,
            () -> {
              answer.require(certificate, hash, asked);
              return CertifiedQuestion.of(certificate, asked);
            });
    Optional<MirrorCheck.Finding> inMirror =
        subject
            .mirror()
            .map(
                mirror ->
                    named(
                        where,
                        () ->
                            mirror.check(
                                Checkpoint.of(verified), certificate, hash, question, answer)));
    view.show(verified, question, answer.size(), answer.isWhole(), inMirror);
    found.certificates++;
    found.unfit |= !certificate.newest() || !answer.isWhole();
    found.certifiers.add(Checkpoint.of(verified).origin());
    answer = new KeptAnswer(subject.mirror().isPresent());
  }

  private Verified<?> verify(Kept kept, String where) {
    Optional<Identifier> expected = subject.identifier().or(kept::identifier);
    SignedStatement statement = kept.statement();
    if (statement.is(StatementKind.RECORD)) {
      return verifier.verify(
          statement, kept.chain(), expected.orElseGet(() -> Read.subjectOf(statement)));
    }
    if (statement.is(StatementKind.EVENT)) {
      return verifier.verifyEvent(
          statement, verifier.authority(kept.chain(), statement.recorder()));
    }
    if (statement.is(StatementKind.RANGE)) {
      return verifier.verify(
          statement,
          kept.chain(),
          expected.orElseThrow(
              () ->
                  InvalidInputException.of(
                      "--identifier",
                      where,
                      "an identifier of the range " + RangeBody.parse(statement.body()).range())));
    }
    Identifier absent =
        expected.orElseThrow(
            () ->
                InvalidInputException.of(
                    "--identifier",
                    where,
                    "the identifier that the statement says does not exist"));
    return verifier.verifyAbsence(
        statement, absent, verifier.authority(kept.chain(), absent.prefix()));
  }

  /** Verifies; a failure is reported with its place, and advice for an expired statement. */
  private <T> T checked(String where, Supplier<T> step) {
    try {
      return step.get();
    } catch (RejectedStatementException e) {
      boolean expired = Rule.DELEGATION_EXPIRED.isBrokenBy(e) || Rule.ABSENCE_EXPIRED.isBrokenBy(e);
      throw expired && subject.expires()
          ? NotVerifiedException.expired(where, e)
          : new NotVerifiedException(where, e);
    }
  }

  /** Runs a step; a failure is reported with its place. */
  static <T> T named(String where, Supplier<T> step) {
    try {
      return step.get();
    } catch (RejectedStatementException e) {
      throw new NotVerifiedException(where, e);
    }
  }
}
