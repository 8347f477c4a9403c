package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.IndexedItems;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Records;
import dev.nameplate.trust.Verified;
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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers what identifiers stand for. What was signed goes to the wire as it was stored. Blocks
 * while it reads the store; what is in memory is answered at once, on the thread of the call.
 */
final class ResolutionService extends ResolutionServiceGrpc.ResolutionServiceImplBase {
  /**
   * The most bytes of the statements of a page, so that it fits into the 4 MiB that clients take in
   * one message unless told otherwise.
   */
  private static final long PAGE_BYTES = 3 << 20;

  private final Questions questions;
  private final Optional<Records> records;
  private final Supplier<CacheStatistics> statistics;
  private final CallLimits limits;

  ResolutionService(
      Questions questions,
      Optional<Records> records,
      Supplier<CacheStatistics> statistics,
      CallLimits limits) {
    this.questions = questions;
    this.records = records;
    this.statistics = statistics;
    this.limits = limits;
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> caller) {
    questions.answer(request, caller);
  }

  @Override
  public StreamObserver<ResolveAllRequest> resolveAll(StreamObserver<ResolveAllResponse> caller) {
    return QuestionStream.open(
        questions::answer, (ServerCallStreamObserver<ResolveAllResponse>) caller);
  }

  @Override
  public void getCacheStatistics(
      GetCacheStatisticsRequest request, StreamObserver<GetCacheStatisticsResponse> caller) {
    Calls.answer(request, caller, asked -> statistics(statistics.get()));
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
    Identifier identifier = Identifier.sought(request.getIdentifier());
    Records.Page page =
        records(identifier.prefix())
            .versions(
                identifier,
                ProtoCodec.pageSize(request.getPageSize()),
                PAGE_BYTES,
                request.getPageToken(),
                Budgets.within(limits.questionTime()));
    return ListVersionsResponse.newBuilder()
        .addAllStatements(show(page.entries()))
        .setNextPageToken(page.nextToken())
        .build();
  }

  private ListIdentifiersResponse listIdentifiers(ListIdentifiersRequest request) {
    Records.Filter filter = ProtoCodec.filter(request);
    Records.Page page =
        records(filter.prefix())
            .list(
                filter,
                ProtoCodec.pageSize(request.getPageSize()),
                PAGE_BYTES,
                request.getPageToken(),
                Budgets.within(limits.questionTime()));
    return ListIdentifiersResponse.newBuilder()
        .addAllStatements(show(page.entries()))
        .addAllIdentifiers(
            page.entries().stream().map(entry -> entry.value().identifier().toString()).toList())
        .setNextPageToken(page.nextToken())
        .build();
  }

  private SearchResponse search(SearchRequest request) {
    Records.Search search = ProtoCodec.search(request, Callers.current().seesAll());
    Records.Page page =
        records(search.prefix())
            .search(
                search,
                ProtoCodec.pageSize(request.getPageSize()),
                PAGE_BYTES,
                request.getPageToken(),
                Budgets.within(limits.questionTime()));
    SearchResponse.Builder response =
        SearchResponse.newBuilder()
            .addAllStatements(show(page.entries()))
            .setNextPageToken(page.nextToken());
    for (IndexedItems.Item item : page.partly()) {
      response.addPartly(
          PartlyIndexed.newBuilder()
              .setTemplate(item.template().toString())
              .setSinceVersion((int) item.since()));
    }
    return response.build();
  }

  private Records records(Prefix prefix) {
    return records.orElseThrow(() -> new NotAuthoritativeException(prefix, List.of()));
  }

  private List<SignedStatement> show(List<Verified<IdentifierRecord>> entries) {
    Caller caller = Callers.current();
    return entries.stream().map(entry -> Callers.show(entry, caller)).toList();
  }
}
