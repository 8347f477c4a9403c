package dev.nameplate.server.cli.bulk;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.UncheckedExecutionException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Records;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc.ResolutionServiceFutureStub;
import dev.nameplate.wire.ListingCodec;
import io.grpc.Channel;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the newest version of every record under a prefix, page by page; the next page comes while
 * one is written.
 */
final class Exporter {
  private static final int PAGE = 1000;

  private final ResolutionServiceFutureStub resolution;
  private final Prefix prefix;
  private final ExportFormat format;
  private final boolean withProof;

  Exporter(Channel channel, Prefix prefix, ExportFormat format, boolean withProof) {
    this.resolution = ResolutionServiceGrpc.newFutureStub(channel);
    this.prefix = prefix;
    this.format = format;
    this.withProof = withProof;
  }

  /** Learns how far an export has come. */
  interface Listener {
    /** Receives each written record. */
    void written();

    /** A whole page was written, and this token leads to the next one; empty at the end. */
    void pageEnded(String nextToken) throws IOException;
  }

  /**
   * Writes from a page on. What is assigned or changed meanwhile is written or not.
   *
   * @param token where to begin; empty for the beginning
   * @throws IOException if the output cannot be written
   * @throws io.grpc.StatusRuntimeException if the node cannot be asked
   */
  void write(String token, OutputStream out, Listener listener) throws IOException {
    var asked = ask(token);
    while (true) {
      Page<ListingCodec.Listed> page = ListingCodec.page(await(asked));
      String next = page.nextToken();
      if (!next.isEmpty()) {
        asked = ask(next);
      }
      for (ListingCodec.Listed record : page.entries()) {
        format.write(record.statement(), record.identifier(), withProof, out);
        listener.written();
      }
      listener.pageEnded(next);
      if (next.isEmpty()) {
        return;
      }
    }
  }

  private ListenableFuture<ListIdentifiersResponse> ask(String token) {
    return resolution.listIdentifiers(
        ListingCodec.request(Records.Filter.under(prefix), PAGE, token));
  }

  private static ListIdentifiersResponse await(ListenableFuture<ListIdentifiersResponse> asked) {
    try {
      return requireNonNull(Futures.getUnchecked(asked));
    } catch (UncheckedExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException(Status.trailersFromThrowable(e));
    }
  }
}
