package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Pages;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.EventListCodec;
import dev.nameplate.wire.EventReader;
import java.util.Optional;

/** Lists the events of another node, verified. Thread-safe. */
final class RemoteEvents implements EventLists {
  private final RemoteCalls node;
  private final StatementVerifier verifier;

  RemoteEvents(RemoteCalls node, StatementVerifier verifier) {
    this.node = node;
    this.verifier = verifier;
  }

  @Override
  public Page list(EventFilter filter, int size, String token, Budget budget, Caller caller) {
    Pages.requireSize(size);
    return node.ask(
        () -> {
          var page =
              EventListCodec.page(
                  node.traces(budget).listEvents(EventListCodec.request(filter, size, token)));
          EventReader reader = new EventReader(Optional.of(verifier));
          return new Page(
              page.entries().stream().map(entry -> verified(reader, entry)).toList(),
              page.nextToken());
        });
  }

  private static Listed verified(EventReader reader, EventListCodec.Listed entry) {
    SignedStatement statement = entry.statement();
    return Rejections.named(
        statement.recorder(),
        () ->
            new Listed(
                reader.read(statement, entry.chain()).proof().orElseThrow(),
                entry.withdrawnBy(),
                entry.withdrawn()));
  }
}
