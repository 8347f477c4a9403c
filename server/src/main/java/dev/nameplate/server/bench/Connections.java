package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.PrefixCodec;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Several ways to one node. */
final class Connections implements AutoCloseable {
  private final List<NodeConnection> connections;
  private final int count;

  /**
   * Ways to a node.
   *
   * @param connections as many, or one for all
   * @param count how many are asked for
   */
  Connections(List<NodeConnection> connections, int count) {
    this.connections = List.copyOf(connections);
    this.count = count;
  }

  /** Channels, as many as requested. */
  List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(connections.get(i % connections.size()).channel());
    }
    return channels;
  }

  /** The prefix that is given, or the first of the node. */
  Prefix prefix(Optional<Prefix> given) {
    return given.orElseGet(
        () ->
            Prefix.parse(
                connections
                    .get(0)
                    .prefixes()
                    .list(PrefixCodec.request(Optional.empty(), 0, ""))
                    .getPrefixes(0)
                    .getPrefix()));
  }

  /**
   * The first identifiers under a prefix, in an order of their own.
   *
   * @throws InvalidInputException if there is none
   */
  List<String> identifiers(Prefix prefix, int most) {
    List<String> identifiers = new ArrayList<>();
    new Paged<>(
            most,
            (size, token) ->
                ListingCodec.page(
                    connections
                        .get(0)
                        .resolution()
                        .listIdentifiers(
                            ListingCodec.request(Records.Filter.under(prefix), size, token))))
        .forEachRemaining(listed -> identifiers.add(listed.identifier().toString()));
    if (identifiers.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.NOT_ASSIGNED,
          "prefix",
          prefix.toString(),
          "a prefix with identifiers; assign some with bench assign, or give another prefix with --prefix");
    }
    Collections.shuffle(identifiers, new Random(1));
    return identifiers;
  }

  @Override
  public void close() {
    connections.forEach(NodeConnection::close);
  }
}
