package dev.nameplate.server.grpc;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.ListVersionsResponse;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedStatement;
import dev.nameplate.v1.Source;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;

/**
 * Answers what identifiers stand for. What was signed goes to the wire as it was stored. Blocks
 * while it reads the store; what is in memory is answered at once, on the thread of the call.
 */
final class ResolutionService extends ResolutionServiceGrpc.ResolutionServiceImplBase {
  /** In seconds; what the wire's unsigned 32 bits hold without a sign in any language. */
  private static final long LONGEST_TIME_TO_LIVE = Integer.MAX_VALUE;

  /**
   * The most bytes of the statements of a page, so that it fits into the 4 MiB that clients take in
   * one message unless told otherwise.
   */
  private static final long PAGE_BYTES = 3 << 20;

  private final Resolver resolver;
  private final Records records;
  private final Audience audience;

  ResolutionService(Resolver resolver, Records records, Audience audience) {
    this.resolver = resolver;
    this.records = records;
    this.audience = audience;
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> caller) {
    Calls.answer(request, caller, this::resolve);
  }

  @Override
  public StreamObserver<ResolveAllRequest> resolveAll(StreamObserver<ResolveAllResponse> caller) {
    return QuestionStream.open(
        this::resolve, (ServerCallStreamObserver<ResolveAllResponse>) caller);
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

  private ResolveResponse resolve(ResolveRequest request) {
    Selection.check(request);
    Resolution resolution = resolver.resolve(ProtoCodec.question(request));
    ResolveResponse.Builder answer =
        ResolveResponse.newBuilder()
            .setSource(Source.SOURCE_OWN)
            .setTtlSeconds(
                (int) Math.min(resolution.timeToLive().toSeconds(), LONGEST_TIME_TO_LIVE));
    if (resolution instanceof Resolution.Found found) {
      return answer
          .setOutcome(Outcome.OUTCOME_FOUND)
          .setStatement(audience.show(found.verified()))
          .addAllSelected(Selection.of(request, found.record(), audience))
          .build();
    }
    if (resolution instanceof Resolution.Absent absent) {
      absent.tombstone().ifPresent(tombstone -> answer.setStatement(audience.show(tombstone)));
    }
    return answer.setOutcome(Outcome.OUTCOME_ABSENT).build();
  }

  private ListVersionsResponse listVersions(ListVersionsRequest request) {
    Identifier identifier = Identifier.parse(request.getIdentifier());
    Records.Page page =
        records.versions(
            identifier,
            ProtoCodec.pageSize(request.getPageSize()),
            PAGE_BYTES,
            request.getPageToken());
    return ListVersionsResponse.newBuilder()
        .addAllStatements(show(page.entries()))
        .setNextPageToken(page.nextToken())
        .build();
  }

  private ListIdentifiersResponse listIdentifiers(ListIdentifiersRequest request) {
    Records.Filter filter = ProtoCodec.filter(request);
    Records.Page page =
        records.list(
            filter, ProtoCodec.pageSize(request.getPageSize()), PAGE_BYTES, request.getPageToken());
    return ListIdentifiersResponse.newBuilder()
        .addAllStatements(show(page.entries()))
        .setNextPageToken(page.nextToken())
        .build();
  }

  private List<SignedStatement> show(List<Verified<IdentifierRecord>> entries) {
    return entries.stream().map(audience::show).toList();
  }
}
