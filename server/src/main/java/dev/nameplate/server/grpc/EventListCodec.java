package dev.nameplate.server.grpc;

import com.google.protobuf.ByteString;
import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventKind;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.ListEventsResponse;
import dev.nameplate.v1.ListedEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Translates questions for events, and pages back. Throws as {@link ProtoCodec} does. */
final class EventListCodec {
  private EventListCodec() {}

  static EventFilter filter(ListEventsRequest request) {
    return new EventFilter(
        some(request.getItem()).map(text -> TraceCodec.item("item", text)),
        some(request.getRecorder()).map(Prefix::sought),
        request.getName(),
        request.getEventId().isEmpty()
            ? Optional.empty()
            : Optional.of(new EventId(Bytes.of(request.getEventId()))),
        kinds(request.getKindsList()),
        request.getStep(),
        request.hasFromMillis()
            ? Optional.of(Instant.ofEpochMilli(request.getFromMillis()))
            : Optional.empty(),
        request.hasUntilMillis()
            ? Optional.of(Instant.ofEpochMilli(request.getUntilMillis()))
            : Optional.empty(),
        ProtoCodec.number("from_position", request.getFromPosition()),
        ProtoCodec.number("until_position", request.getUntilPosition()));
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Set<EventKind> kinds(List<String> words) {
    return words.stream().map(EventListCodec::kind).collect(Collectors.toSet());
  }

  private static EventKind kind(String word) {
    return Stream.of(EventKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "kinds",
                    word,
                    Stream.of(EventKind.values())
                        .map(EventKind::word)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * A page.
   *
   * @param proofs finds the delegations that prove an event
   */
  static ListEventsResponse response(
      EventLists.Page page,
      Function<Verified<RecordedEvent>, List<SignedStatement>> proofs,
      Caller caller) {
    ListEventsResponse.Builder response =
        ListEventsResponse.newBuilder().setNextPageToken(page.nextToken());
    Set<Prefix> proven = new HashSet<>();
    for (EventLists.Listed listed : page.events()) {
      ListedEvent.Builder event =
          ListedEvent.newBuilder()
              .setPosition(listed.event().position())
              .setStatement(caller.shown(listed.event()).toProto())
              .setWithdrawn(listed.withdrawn())
              .setWithdrawnBy(
                  listed.withdrawnBy().map(EventListCodec::bytes).orElse(ByteString.EMPTY));
      if (proven.add(listed.event().value().recorder())) {
        proofs.apply(listed.event()).forEach(link -> event.addChain(link.toProto()));
      }
      response.addEvents(event);
    }
    return response.build();
  }

  private static ByteString bytes(EventId id) {
    return id.digest().asByteString();
  }
}
