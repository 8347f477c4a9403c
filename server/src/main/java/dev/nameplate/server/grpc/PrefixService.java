package dev.nameplate.server.grpc;

import com.google.protobuf.Message;
import dev.nameplate.assign.Allotments;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAllottedException;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.NodeView;
import dev.nameplate.trust.TrustAnchor;
import dev.nameplate.v1.AllotRequest;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceGetResponse;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import dev.nameplate.v1.ResumeRequest;
import dev.nameplate.v1.RevokeKeyRequest;
import dev.nameplate.v1.RevokeRequest;
import dev.nameplate.v1.SuspendRequest;
import dev.nameplate.v1.TransferRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/**
 * Tells which prefixes a node is an authority for and to whom it allotted those below, and changes
 * that where it may. Blocks while it reads the store or waits for a commit.
 */
final class PrefixService extends PrefixServiceGrpc.PrefixServiceImplBase {
  /** As much as a page of records has. */
  private static final long PAGE_BYTES = 3 << 20;

  private final TrustAnchor anchor;
  private final Allotments allotments;
  private final PrefixDescriptions descriptions;
  private final boolean writable;

  /**
   * Serves a node's prefixes.
   *
   * @param writable whether callers may change anything
   */
  PrefixService(NodeView node, boolean writable) {
    this.anchor = node.anchor();
    this.allotments = node.allotments();
    this.descriptions = new PrefixDescriptions(anchor, node.chains()::down);
    this.writable = writable;
  }

  @Override
  public void get(
      PrefixServiceGetRequest request, StreamObserver<PrefixServiceGetResponse> caller) {
    Calls.answer(request, caller, this::get);
  }

  @Override
  public void list(
      PrefixServiceListRequest request, StreamObserver<PrefixServiceListResponse> caller) {
    Calls.answer(
        request, caller, asked -> asked.getBelow().isEmpty() ? own(asked) : allotted(asked));
  }

  @Override
  public void allot(AllotRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(request, caller, asked -> allotments().allot(PrefixCodec.allotment(asked)));
  }

  @Override
  public void suspend(SuspendRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            allotments()
                .suspend(
                    Prefix.parse(asked.getPrefix()),
                    PrefixCodec.version(asked.getExpectedVersion()),
                    OperationId.of(asked.getOperationId())));
  }

  @Override
  public void resume(ResumeRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            allotments()
                .resume(
                    Prefix.parse(asked.getPrefix()),
                    PrefixCodec.version(asked.getExpectedVersion()),
                    OperationId.of(asked.getOperationId())));
  }

  @Override
  public void revoke(RevokeRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            allotments()
                .revoke(
                    Prefix.parse(asked.getPrefix()),
                    PrefixCodec.version(asked.getExpectedVersion()),
                    OperationId.of(asked.getOperationId())));
  }

  @Override
  public void transfer(TransferRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(request, caller, asked -> allotments().transfer(PrefixCodec.transfer(asked)));
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            allotments()
                .revokeKey(
                    Prefix.parse(asked.getPrefix()),
                    PrefixCodec.keyId(asked.getKeyId()),
                    ProtoCodec.number("from_position", asked.getFromPosition()),
                    PrefixCodec.version(asked.getExpectedVersion()),
                    OperationId.of(asked.getOperationId())));
  }

  private <Q extends Message> void change(
      Q request, StreamObserver<PrefixChangeResponse> caller, Function<Q, Receipt> change) {
    Calls.answer(
        request,
        caller,
        asked -> {
          requireWritable();
          return changed(change.apply(asked));
        });
  }

  private Allotments allotments() {
    return allotments.as(Callers.current());
  }

  private void requireWritable() {
    if (!writable) {
      throw NodeServices.notHere();
    }
  }

  private PrefixChangeResponse changed(Receipt receipt) {
    PrefixChangeResponse.Builder response =
        PrefixChangeResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt));
    if (!receipt.replayed()) {
      allotments
          .get(Prefix.parse(receipt.identifier().suffix().toString()), receipt.version())
          .ifPresent(made -> response.setDelegation(made.statement().toProto()));
    }
    return response.build();
  }

  private PrefixServiceGetResponse get(PrefixServiceGetRequest request) {
    Prefix asked = known(Prefix.sought(request.getPrefix()));
    PrefixServiceGetResponse.Builder response = PrefixServiceGetResponse.newBuilder();
    if (anchor.covers(asked)) {
      return response.setPrefix(descriptions.own(asked)).build();
    }
    return allotments
        .get(asked)
        .map(delegation -> response.setPrefix(descriptions.allotted(delegation)).build())
        .orElseThrow(() -> notHere(asked));
  }

  /** The prefix as it is written if it is here, else as it is cleaned if that is. */
  private Prefix known(Prefix asked) {
    return asked.asKnown(this::isKnown);
  }

  private boolean isKnown(Prefix prefix) {
    return anchor.covers(prefix) || allotments.get(prefix).isPresent();
  }

  /** A prefix that is not here is what was asked for, not what stands in the way. */
  private RuntimeException notHere(Prefix asked) {
    boolean belowOwn = anchor.prefixes().stream().anyMatch(own -> own.contains(asked));
    return belowOwn
        ? new NotAllottedException(asked)
        : Failures.of(
            new NotAuthoritativeException(asked, anchor.prefixes()), Status.Code.NOT_FOUND);
  }

  /**
   * A page token is the number of prefixes on the pages before: the own prefixes of a running node
   * never change.
   */
  private PrefixServiceListResponse own(PrefixServiceListRequest request) {
    List<Prefix> prefixes = anchor.prefixes();
    int from = position(request.getPageToken(), prefixes.size());
    int to = Math.min(prefixes.size(), from + ProtoCodec.pageSize(request.getPageSize()));
    PrefixServiceListResponse.Builder page = PrefixServiceListResponse.newBuilder();
    prefixes.subList(from, to).forEach(prefix -> page.addPrefixes(descriptions.own(prefix)));
    return page.setNextPageToken(to == prefixes.size() ? "" : Integer.toString(to)).build();
  }

  private PrefixServiceListResponse allotted(PrefixServiceListRequest request) {
    Allotments.Page page =
        allotments.list(
            known(Prefix.sought(request.getBelow())),
            ProtoCodec.pageSize(request.getPageSize()),
            PAGE_BYTES,
            request.getPageToken());
    PrefixServiceListResponse.Builder response =
        PrefixServiceListResponse.newBuilder().setNextPageToken(page.nextToken());
    page.entries().forEach(entry -> response.addPrefixes(descriptions.listed(entry)));
    return response.build();
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
}
