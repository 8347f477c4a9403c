package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;

/**
 * A followed log: statements are requested one by one as they are processed. What cannot be dealt
 * with ends it. Runs on the executor it is given.
 */
final class LogCall extends Dialled<ReadStatementsRequest, ReadStatementsResponse> {
  private final ReadStatementsRequest request;
  private final Upstream.Feed feed;

  LogCall(
      Transport transport,
      Target target,
      Endpoint endpoint,
      ReadStatementsRequest request,
      Upstream.Feed feed) {
    super(transport, target, endpoint);
    this.request = request;
    this.feed = feed;
  }

  @Override
  Asked<ReadStatementsRequest, ReadStatementsResponse> asked() {
    return new Asked<>(
        LogServiceGrpc.getReadStatementsMethod(),
        request,
        GrpcUpstream.MOST_BYTES,
        1,
        Optional.empty());
  }

  @Override
  boolean isOver() {
    return false;
  }

  @Override
  public void onMessage(ReadStatementsResponse response) {
    try {
      feed.received(response);
      more();
    } catch (NameplateException e) {
      cancel(); // it sent an invalid statement
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    fail(FailedAttempt.unreachable(status.getCode().toString()));
  }

  @Override
  void fail(FailedAttempt failure) {
    feed.ended(
        new UpstreamException(
            ErrorReason.UNREACHABLE,
            "log of \"%s\" at %s cannot be followed: %s"
                .formatted(target.authority(), endpoint(), failure.why())));
  }
}
