package dev.nameplate.trace.certificate;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.LogProofs;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.trace.Certification;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.Tracer;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Recaller;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.Certificate.Answer;
import dev.nameplate.trust.statement.Certificate.View;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.RecallCodec;
import dev.nameplate.wire.TraceCodec;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** Certifies the answers of a node, where a question asks for it. Thread-safe. */
public final class Certifier {
  private final UnloggedSigner<Certificate> signer;
  private final HashFunction hash;
  private final Prefix authority;
  private final Supplier<List<SignedStatement>> chain;
  private final LogProofs log;
  private final Clock clock;

  /**
   * Certifies for a node.
   *
   * @param signer signs with the node's authority key
   * @param hash the hash of the key's suite
   * @param authority a prefix of the node
   * @param chain finds the delegations that prove the authority, the outermost first
   * @param log signs checkpoints of the node's log
   */
  public Certifier(
      UnloggedSigner<Certificate> signer,
      HashFunction hash,
      Prefix authority,
      Supplier<List<SignedStatement>> chain,
      LogProofs log,
      Clock clock) {
    this.signer = signer;
    this.hash = hash;
    this.authority = authority;
    this.chain = chain;
    this.log = log;
    this.clock = clock;
  }

  /** A tracer whose answers are certified. */
  public Tracer certifying(Tracer tracer) {
    return (question, budget, caller) -> {
      TraceSteps steps = tracer.trace(question, budget, caller);
      return question.certify() ? new CertifiedTrace(steps, question, caller) : steps;
    };
  }

  /** A recaller whose answers are certified. */
  public Recaller certifying(Recaller recaller) {
    return (question, budget, caller, listener) -> {
      RecallSteps steps = recaller.recall(question, budget, caller, listener);
      return question.certify() ? new CertifiedRecall(steps, question, caller) : steps;
    };
  }

  /** The view of a caller. */
  public static View view(Caller caller) {
    return caller.seesAll() ? View.ALL : View.PUBLIC;
  }

  /** The caller of a view. */
  public static Caller caller(View view) {
    return view == View.ALL ? Caller.OPERATOR : Caller.STRANGER;
  }

  private Certification certify(
      Answer answer,
      Bytes question,
      AsOf.State asked,
      Caller caller,
      long position,
      AnswerRows rows,
      boolean complete) {
    Certificate certificate =
        new Certificate(
            authority,
            answer,
            hash.hash(question),
            view(caller),
            position,
            log.checkpoint(),
            rows.size(),
            rows.root(),
            complete,
            asked instanceof AsOf.Newest);
    return new Certification(
        question, signer.sign(certificate, clock.instant()).statement(), chain.get());
  }

  private final class CertifiedTrace implements TraceSteps {
    private final TraceSteps steps;
    private final TraceQuestion question;
    private final Caller caller;
    private final AnswerRows rows = new AnswerRows(Answer.TRACE, hash);

    CertifiedTrace(TraceSteps steps, TraceQuestion question, Caller caller) {
      this.steps = steps;
      this.question = question;
      this.caller = caller;
    }

    @Override
    public boolean hasNext() {
      return steps.hasNext();
    }

    @Override
    public TraceStep next() {
      TraceStep step = steps.next();
      TraceCodec.row(TraceCodec.response(step, "", List.of(), caller)).ifPresent(rows::add);
      return step instanceof TraceStep.Summary summary && summary.last()
          ? summary.certified(certificate(summary))
          : step;
    }

    private Certification certificate(TraceStep.Summary summary) {
      long position = summary.asOfPosition();
      Bytes asked = TraceCodec.encoded(question.asOf(new AsOf.Position(position)).certify(false));
      return certify(
          Answer.TRACE, asked, question.asOf(), caller, position, rows, summary.complete());
    }

    @Override
    public String resumeToken() {
      return steps.resumeToken();
    }

    @Override
    public void close() {
      steps.close();
    }
  }

  private final class CertifiedRecall implements RecallSteps {
    private final RecallSteps steps;
    private final RecallQuestion question;
    private final Caller caller;
    private final AnswerRows rows = new AnswerRows(Answer.RECALL, hash);

    CertifiedRecall(RecallSteps steps, RecallQuestion question, Caller caller) {
      this.steps = steps;
      this.question = question;
      this.caller = caller;
    }

    @Override
    public boolean hasNext() {
      return steps.hasNext();
    }

    @Override
    public RecallStep next() {
      RecallStep step = steps.next();
      RecallCodec.row(RecallCodec.response(step)).ifPresent(rows::add);
      return step instanceof RecallStep.Summary summary && summary.last()
          ? summary.certified(certificate(summary))
          : step;
    }

    private Certification certificate(RecallStep.Summary summary) {
      long position = summary.asOfPosition();
      Bytes asked = RecallCodec.encoded(question.asOf(new AsOf.Position(position)).certify(false));
      return certify(
          Answer.RECALL, asked, question.asOf(), caller, position, rows, summary.complete());
    }

    @Override
    public void close() {
      steps.close();
    }
  }
}
