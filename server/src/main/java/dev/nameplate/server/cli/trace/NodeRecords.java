package dev.nameplate.server.cli.trace;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.trace.sheet.SheetRecords;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.AnswerReader;
import dev.nameplate.wire.AnswerReader.Answered;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.UnacceptableAnswerException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records of a node, and of others if the node asks these for its callers; all verified. */
final class NodeRecords implements SheetRecords {
  /** For one answer: longer than the budget of a question at any node. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Answers in memory at a time. */
  private static final int AHEAD = 32;

  private final NodeConnection node;
  private final StatementVerifier verifier;
  private final AsOf asOf;

  NodeRecords(NodeConnection node, TrustAnchors anchors, AsOf asOf) {
    this.node = node;
    this.verifier = new StatementVerifier(anchors, Clock.systemUTC());
    this.asOf = asOf;
  }

  @Override
  public Map<Identifier, Finding> find(Set<Identifier> identifiers) {
    List<Question> questions =
        identifiers.stream().map(identifier -> new Question(identifier, asOf)).toList();
    List<ResolveAllResponse> answers = ask(questions);
    Map<Identifier, Finding> found = new HashMap<>();
    for (int i = 0; i < answers.size() && i < questions.size(); i++) {
      found.put(questions.get(i).identifier(), finding(questions.get(i), answers.get(i)));
    }
    return found;
  }

  /** The answers, in the order of the questions; fewer if the node stops answering. */
  private List<ResolveAllResponse> ask(List<Question> questions) {
    Answers answers = new Answers();
    StreamObserver<ResolveAllRequest> stream =
        ResolutionServiceGrpc.newStub(node.channel()).resolveAll(answers);
    for (Question question : questions) {
      stream.onNext(
          ResolveAllRequest.newBuilder()
              .setQuestion(QuestionCodec.request(question).setRecursive(true))
              .build());
    }
    stream.onCompleted();
    List<ResolveAllResponse> all = new ArrayList<>();
    while (all.size() < questions.size()) {
      Optional<ResolveAllResponse> next = answers.next();
      if (next.isEmpty()) {
        break;
      }
      all.add(next.get());
    }
    answers.stop();
    return all;
  }

  /** Answers as they come. */
  private static final class Answers
      implements ClientResponseObserver<ResolveAllRequest, ResolveAllResponse> {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private @Nullable ClientCallStreamObserver<ResolveAllRequest> call;

    /** An answer, a failure, or, without both, the end. */
    private record Event(
        Optional<ResolveAllResponse> answer, Optional<StatusRuntimeException> failure) {}

    @Override
    public void beforeStart(ClientCallStreamObserver<ResolveAllRequest> begun) {
      call = begun;
      begun.disableAutoRequestWithInitial(AHEAD);
    }

    @Override
    public void onNext(ResolveAllResponse answer) {
      events.add(new Event(Optional.of(answer), Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
      events.add(
          new Event(
              Optional.empty(),
              Optional.of(
                  Status.fromThrowable(failure)
                      .asRuntimeException(Status.trailersFromThrowable(failure)))));
    }

    @Override
    public void onCompleted() {
      events.add(new Event(Optional.empty(), Optional.empty()));
    }

    /** The next answer; empty at the end, or if the node takes longer than it may. */
    Optional<ResolveAllResponse> next() {
      try {
        @Nullable Event event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
          return Optional.empty();
        }
        if (event.failure().isPresent()) {
          throw event.failure().get();
        }
        if (call != null) {
          call.request(1);
        }
        return event.answer();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }

    void stop() {
      if (call != null) {
        call.cancel("no more answers are needed", null);
      }
    }
  }

  private Finding finding(Question question, ResolveAllResponse response) {
    if (!response.hasAnswer()) {
      return SheetRecords.reason(response.getError().getReason());
    }
    ResolveResponse answer = response.getAnswer();
    if (answer.getOutcome() == Outcome.OUTCOME_REFERRED) {
      return Unknown.ELSEWHERE;
    }
    try {
      return finding(read(question, answer), question);
    } catch (RejectedStatementException e) {
      return Unknown.NOT_VERIFIED;
    }
  }

  private Answered read(Question question, ResolveResponse answer) {
    List<SignedStatement> chain =
        answer.getChainList().stream().map(SignedStatement::fromProto).toList();
    AnswerReader reader =
        answer.hasStatement()
            ? AnswerReader.verifying(
                verifier, verifier.authority(chain, question.identifier().prefix()))
            : AnswerReader.believing();
    return reader.read(answer, question);
  }

  private static Finding finding(Answered answered, Question question) {
    if (answered instanceof Answered.Found found) {
      return new Known(found.record().value());
    }
    if (answered instanceof Answered.Unproven && question.asOf() == AsOf.Newest.NEWEST) {
      throw new UnacceptableAnswerException("an absence without a proof");
    }
    return answered instanceof Answered.Retired ? Unknown.RETIRED : Unknown.ABSENT;
  }
}
