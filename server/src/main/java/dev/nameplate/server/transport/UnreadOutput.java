package dev.nameplate.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads from a connection no further while its peer leaves too much unread: HTTP/2 bounds the
 * answers of calls, but not what ends them, nor acknowledgements. Keepalive ends a connection that
 * stays so.
 */
final class UnreadOutput extends ChannelInboundHandlerAdapter {
  /** The most unread bytes; normal answers need less. */
  private static final long MOST_BYTES = 1 << 20;

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    Channel channel = context.channel();
    if (channel.bytesBeforeWritable() > MOST_BYTES) {
      channel.config().setAutoRead(false);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Channel channel = context.channel();
    if (channel.isWritable() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    context.fireChannelWritabilityChanged();
  }
}
