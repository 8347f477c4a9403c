package dev.nameplate.server.grpc;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.trust.TrustAnchor;
import dev.nameplate.v1.PrefixDescription;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceGetResponse;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Tells which prefixes a node is an authority for. Answers from memory. */
final class PrefixService extends PrefixServiceGrpc.PrefixServiceImplBase {
  private final TrustAnchor anchor;

  PrefixService(TrustAnchor anchor) {
    this.anchor = anchor;
  }

  @Override
  public void get(
      PrefixServiceGetRequest request, StreamObserver<PrefixServiceGetResponse> caller) {
    Calls.answer(request, caller, this::get);
  }

  @Override
  public void list(
      PrefixServiceListRequest request, StreamObserver<PrefixServiceListResponse> caller) {
    Calls.answer(request, caller, this::list);
  }

  private PrefixServiceGetResponse get(PrefixServiceGetRequest request) {
    Prefix asked = Prefix.parse(request.getPrefix());
    return anchor.prefixes().stream()
        .filter(asked::equals)
        .findFirst()
        .map(prefix -> PrefixServiceGetResponse.newBuilder().setPrefix(describe(prefix)).build())
        .orElseThrow(
            () -> // a prefix that is not here is what was asked for, not what stands in the way
            Failures.of(
                    new NotAuthoritativeException(asked, anchor.prefixes()),
                    Status.Code.NOT_FOUND));
  }

  /**
   * A page token is the number of prefixes on the pages before: the prefixes of a running node
   * never change.
   */
  private PrefixServiceListResponse list(PrefixServiceListRequest request) {
    List<Prefix> prefixes = anchor.prefixes();
    int from = position(request.getPageToken(), prefixes.size());
    int to = Math.min(prefixes.size(), from + ProtoCodec.pageSize(request.getPageSize()));
    PrefixServiceListResponse.Builder page = PrefixServiceListResponse.newBuilder();
    prefixes.subList(from, to).forEach(prefix -> page.addPrefixes(describe(prefix)));
    return page.setNextPageToken(to == prefixes.size() ? "" : Integer.toString(to)).build();
  }

  private static int position(String token, int prefixes) {
    try {
      int position = token.isEmpty() ? 0 : Integer.parseInt(token);
      if (position >= 0 && position <= prefixes) {
        return position;
      }
    } catch (NumberFormatException e) {
      // falls through: it is refused like any other token that no page carried
    }
    throw new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT,
        "page_token",
        token,
        "the next_page_token of the page before, unchanged");
  }

  private PrefixDescription describe(Prefix prefix) {
    return PrefixDescription.newBuilder()
        .setPrefix(prefix.toString())
        .setLog(anchor.log().text())
        .setAuthorityKey(anchor.authorityKey().spki().asByteString())
        .setCheckpointKey(anchor.checkpointKey().toString())
        .build();
  }
}
