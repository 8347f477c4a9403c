package dev.nameplate.upstream;

import com.google.common.util.concurrent.ListenableFuture;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.GetCheckpointResponse;
import dev.nameplate.v1.LogServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the mirrors of a log for the newest checkpoint that they have seen. */
public final class PeerCheckpoints {
  private static final Logger LOGGER = LoggerFactory.getLogger(PeerCheckpoints.class);
  private static final long SECONDS = 5;
  private static final int MOST_BYTES = 64 << 10;

  private PeerCheckpoints() {}

  /**
   * Asks all at once, and waits 5 seconds at the most. Nothing that they show is checked. Those who
   * do not answer are reported, and left out.
   */
  public static Map<Endpoint, SignedNote> ask(List<Endpoint> peers) {
    Map<Endpoint, ManagedChannel> channels = new LinkedHashMap<>();
    Map<Endpoint, ListenableFuture<GetCheckpointResponse>> asked = new LinkedHashMap<>();
    try {
      for (Endpoint peer : peers) {
        ManagedChannel channel =
            NettyChannelBuilder.forAddress(peer.host(), peer.port())
                .usePlaintext()
                .maxInboundMessageSize(MOST_BYTES)
                .build();
        channels.put(peer, channel);
        asked.put(
            peer,
            LogServiceGrpc.newFutureStub(channel)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .getCheckpoint(GetCheckpointRequest.getDefaultInstance()));
      }
      Map<Endpoint, SignedNote> shown = new LinkedHashMap<>();
      for (Endpoint peer : asked.keySet()) {
        try {
          shown.put(peer, SignedNote.parse(asked.get(peer).get().getCheckpoint()));
        } catch (ExecutionException | RejectedStatementException e) {
          LOGGER.warn("Peer {} shows no checkpoint: {}", peer, e.getMessage());
        }
      }
      return shown;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    } finally {
      channels.values().forEach(ManagedChannel::shutdownNow);
    }
  }
}
