package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.v1.PrefixServiceListRequest;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Several ways to one node. */
final class Connections implements AutoCloseable {
  private static final int PAGE = 1_000;

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
                    .list(PrefixServiceListRequest.getDefaultInstance())
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
    String token = "";
    do {
      ListIdentifiersResponse page =
          connections
              .get(0)
              .resolution()
              .listIdentifiers(
                  ListIdentifiersRequest.newBuilder()
                      .setPrefix(prefix.toString())
                      .setPageSize(Math.min(PAGE, most - identifiers.size()))
                      .setPageToken(token)
                      .build());
      identifiers.addAll(page.getIdentifiersList());
      token = page.getNextPageToken();
    } while (!token.isEmpty() && identifiers.size() < most);
    if (identifiers.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.NOT_ASSIGNED,
          "prefix",
          prefix.toString(),
          "one with identifiers; assign some with bench assign, or name another with --prefix");
    }
    Collections.shuffle(identifiers, new Random(1));
    return identifiers;
  }

  @Override
  public void close() {
    connections.forEach(NodeConnection::close);
  }
}
