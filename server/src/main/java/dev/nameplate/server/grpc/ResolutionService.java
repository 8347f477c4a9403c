package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.read.IndexedItems;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.operation.Call;
import dev.nameplate.server.operation.PageRequest;
import dev.nameplate.server.operation.RecordOperations;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.v1.GetCacheStatisticsRequest;
import dev.nameplate.v1.GetCacheStatisticsResponse;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.ListVersionsResponse;
import dev.nameplate.v1.PartlyIndexed;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SearchRequest;
import dev.nameplate.v1.SearchResponse;
import dev.nameplate.v1.SignedStatement;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Answers what identifiers stand for. What was signed goes to the wire as it was stored. */
final class ResolutionService extends ResolutionServiceGrpc.ResolutionServiceImplBase {
  private final RecordOperations operations;

  ResolutionService(RecordOperations operations) {
    this.operations = operations;
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
        asked -> operations.resolve(call, ProtoCodec.question(asked)),
        answer -> Answers.of(answer, call.caller()));
  }

  @Override
  public StreamObserver<ResolveAllRequest> resolveAll(StreamObserver<ResolveAllResponse> caller) {
    return QuestionStream.open(this::answer, (ServerCallStreamObserver<ResolveAllResponse>) caller);
  }

  private ResolveResponse answer(ResolveRequest request) {
    Call call = Callers.call();
    return Answers.of(operations.resolveHere(call, ProtoCodec.question(request)), call.caller());
  }

  @Override
  public void getCacheStatistics(
      GetCacheStatisticsRequest request, StreamObserver<GetCacheStatisticsResponse> caller) {
    Calls.answer(request, caller, asked -> statistics(operations.statistics(Callers.call())));
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

  private static GetCacheStatisticsResponse statistics(CacheStatistics statistics) {
    return GetCacheStatisticsResponse.newBuilder()
        .setHits(statistics.hits())
        .setMisses(statistics.misses())
        .setStale(statistics.stale())
        .setNegativeHits(statistics.negativeHits())
        .setCoalesced(statistics.coalesced())
        .setFailureHits(statistics.failureHits())
        .setRefreshes(statistics.refreshes())
        .setFailures(statistics.failures())
        .setInvalidations(statistics.invalidations())
        .setEntries(statistics.entries())
        .setBytes(statistics.bytes())
        .build();
  }

  private ListVersionsResponse listVersions(ListVersionsRequest request) {
    Call call = Callers.call();
    Records.Page page =
        operations.versions(
            call,
            Identifier.sought(request.getIdentifier()),
            new PageRequest(request.getPageSize(), request.getPageToken()));
    return ListVersionsResponse.newBuilder()
        .addAllStatements(show(page.entries(), call.caller()))
        .setNextPageToken(page.nextToken())
        .build();
  }

  private ListIdentifiersResponse listIdentifiers(ListIdentifiersRequest request) {
    Call call = Callers.call();
    Records.Page page =
        operations.list(
            call,
            ProtoCodec.filter(request),
            new PageRequest(request.getPageSize(), request.getPageToken()));
    return ListIdentifiersResponse.newBuilder()
        .addAllStatements(show(page.entries(), call.caller()))
        .addAllIdentifiers(
            page.entries().stream().map(entry -> entry.value().identifier().toString()).toList())
        .setNextPageToken(page.nextToken())
        .build();
  }

  private SearchResponse search(SearchRequest request) {
    Call call = Callers.call();
    Records.Page page =
        operations.search(
            call,
            ProtoCodec.search(request, call.caller().seesAll()),
            new PageRequest(request.getPageSize(), request.getPageToken()));
    SearchResponse.Builder response =
        SearchResponse.newBuilder()
            .addAllStatements(show(page.entries(), call.caller()))
            .setNextPageToken(page.nextToken());
    for (IndexedItems.Item item : page.partly()) {
      response.addPartly(
          PartlyIndexed.newBuilder()
              .setTemplate(item.template().toString())
              .setSinceVersion((int) item.since()));
    }
    return response.build();
  }

  private static List<SignedStatement> show(
      List<Verified<IdentifierRecord>> entries, Caller caller) {
    return entries.stream().map(entry -> caller.shown(entry).toProto()).toList();
  }
}
