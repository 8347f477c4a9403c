package dev.nameplate.server.crash;

import com.google.common.io.ByteStreams;
import dev.nameplate.v1.ResolutionServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Requests of 200 KB that become 200 MiB when they are decompressed. */
final class GzipBombs implements Attack {
  private static final int MEBIBYTES = 200;
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return ByteStreams.toByteArray(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
  private static final MethodDescriptor<byte[], byte[]> RESOLVE =
      ResolutionServiceGrpc.getResolveMethod().toBuilder(BYTES, BYTES).build();

  /** Sends what is compressed already. */
  private static final Compressor NONE =
      new Compressor() {
        @Override
        public String getMessageEncoding() {
          return "gzip";
        }

        @Override
        public OutputStream compress(OutputStream into) {
          return into;
        }
      };

  private final ManagedChannel channel;
  private final byte[] bomb;

  GzipBombs(String address) throws IOException {
    CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(NONE);
    channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .compressorRegistry(compressors)
            .build();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < MEBIBYTES; i++) {
        out.write(zeros);
      }
    }
    bomb = compressed.toByteArray();
  }

  @Override
  public void strike() {
    try {
      var unused =
          ClientCalls.blockingUnaryCall(
              channel, RESOLVE, CallOptions.DEFAULT.withCompression("gzip"), bomb);
      throw new IllegalStateException("a request of " + MEBIBYTES + " MiB was answered");
    } catch (StatusRuntimeException e) {
      switch (e.getStatus().getCode()) {
        case UNIMPLEMENTED, CANCELLED, UNAVAILABLE -> {} // compressed requests are refused
        default -> throw e;
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
