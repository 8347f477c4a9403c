package dev.nameplate.server.grpc;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.operation.Call;
import dev.nameplate.server.operation.ManyQuestion;
import dev.nameplate.server.operation.PageRequest;
import dev.nameplate.server.operation.RecordOperations;
import dev.nameplate.server.operation.ResolveQuestion;
import dev.nameplate.server.operation.Selection;
import dev.nameplate.v1.GetCacheStatisticsRequest;
import dev.nameplate.v1.GetCacheStatisticsResponse;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.ListVersionsResponse;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SearchRequest;
import dev.nameplate.v1.SearchResponse;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.PackedAnswers;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.StatisticsCodec;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** The gRPC service for resolution. Signed statements are sent as stored. */
final class ResolutionService extends ResolutionServiceGrpc.ResolutionServiceImplBase {
  /** Bytes of unsent messages of many answers up to which the next is made. */
  private static final int AHEAD_BYTES = 256 << 10;

  private final RecordOperations operations;
  private final Duration patience;

  /**
   * The service for a node's records.
   *
   * @param patience how long a caller may leave answers about many identifiers unread
   */
  ResolutionService(RecordOperations operations, Duration patience) {
    this.operations = operations;
    this.patience = patience;
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> caller) {
    if (!request.getRecursive()) { // no other node is waited for
      Calls.answer(request, caller, this::answer);
      return;
    }
    Call call = Callers.call();
    Calls.answerLater(
        request,
        caller,
        asked -> operations.resolve(call, question(asked)),
        answer -> Answers.of(answer, call.caller()));
  }

  @Override
  public StreamObserver<ResolveAllRequest> resolveAll(StreamObserver<ResolveAllResponse> caller) {
    return QuestionStream.open(this::answer, (ServerCallStreamObserver<ResolveAllResponse>) caller);
  }

  @Override
  public void resolveMany(ResolveManyRequest request, StreamObserver<ResolveManyResponse> caller) {
    Call call = Callers.call();
    PackedAnswers.Packing packing = new PackedAnswers.Packing();
    ((ServerCallStreamObserver<ResolveManyResponse>) caller).setOnReadyThreshold(AHEAD_BYTES);
    PartsStream.open(
        request,
        () -> operations.resolveMany(call, question(request)),
        part -> Answers.packed(part, call.caller(), packing),
        patience,
        caller);
  }

  private static ManyQuestion question(ResolveManyRequest request) {
    return new ManyQuestion(
        request.getIdentifiersList(),
        QuestionCodec.asOf(request),
        request.getRecursive(),
        new Selection(request.getIndexesList(), request.getTypesList()),
        QuestionCodec.budget(
            Budget.Limits.forMany(Math.min(request.getIdentifiersCount(), ManyQuestion.MOST)),
            request.hasBudget(),
            request.getBudget()));
  }

  private ResolveResponse answer(ResolveRequest request) {
    Call call = Callers.call();
    return Answers.of(operations.resolveHere(call, question(request)), call.caller());
  }

  private static ResolveQuestion question(ResolveRequest request) {
    Selection selection = new Selection(request.getIndexesList(), request.getTypesList());
    return new ResolveQuestion(
        QuestionCodec.question(request),
        request.getRecursive(),
        request.getFollowAliases(),
        request.getFollowReferences(),
        selection,
        request.getRoute(),
        QuestionCodec.budget(Budget.Limits.STANDARD, request.hasBudget(), request.getBudget()));
  }

  @Override
  public void getCacheStatistics(
      GetCacheStatisticsRequest request, StreamObserver<GetCacheStatisticsResponse> caller) {
    Calls.answer(
        request, caller, asked -> StatisticsCodec.response(operations.statistics(Callers.call())));
  }

  @Override
  public void listVersions(
      ListVersionsRequest request, StreamObserver<ListVersionsResponse> caller) {
    Calls.answer(request, caller, this::listVersions);
  }

  @Override
  public void listIdentifiers(
      ListIdentifiersRequest request, StreamObserver<ListIdentifiersResponse> caller) {
    Calls.answer(request, caller, this::listIdentifiers);
  }

  @Override
  public void search(SearchRequest request, StreamObserver<SearchResponse> caller) {
    Calls.answer(request, caller, this::search);
  }

  private ListVersionsResponse listVersions(ListVersionsRequest request) {
    Call call = Callers.call();
    Records.Page page =
        operations.versions(
            call,
            Identifier.sought(request.getIdentifier()),
            new PageRequest(request.getPageSize(), request.getPageToken()));
    return ListingCodec.versions(page, call.caller());
  }

  private ListIdentifiersResponse listIdentifiers(ListIdentifiersRequest request) {
    Call call = Callers.call();
    Records.Page page =
        operations.list(
            call,
            ListingCodec.filter(request),
            new PageRequest(request.getPageSize(), request.getPageToken()));
    return ListingCodec.identifiers(page, call.caller());
  }

  private SearchResponse search(SearchRequest request) {
    Call call = Callers.call();
    Records.Page page =
        operations.search(
            call,
            ListingCodec.search(request, call.caller().seesAll()),
            new PageRequest(request.getPageSize(), request.getPageToken()));
    return ListingCodec.found(page, call.caller());
  }
}
