package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import com.google.protobuf.ByteString;
import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Page;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.ListEventsResponse;
import dev.nameplate.v1.ListedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of events: from the wire and to it. */
public final class EventListCodec {
  private EventListCodec() {}

  /**
   * An event of a list, unverified.
   *
   * @param position its position in the log
   * @param withdrawn whether it was withdrawn
   */
  public record Listed(long position, boolean withdrawn, ListedEvent sent) {
    /**
     * The event that withdrew it, if its content is known to the node.
     *
     * @throws dev.nameplate.error.RejectedStatementException if its id is malformed
     */
    public Optional<EventId> withdrawnBy() {
      return reading(() -> id(sent.getWithdrawnBy()));
    }

    /**
     * The statement with the event.
     *
     * @throws dev.nameplate.error.RejectedStatementException if it is malformed
     */
    public SignedStatement statement() {
      return SignedStatement.fromProto(sent.getStatement());
    }

    /**
     * The delegations that came with it.
     *
     * @throws dev.nameplate.error.RejectedStatementException if one is malformed
     */
    public List<SignedStatement> chain() {
      return sent.getChainList().stream().map(SignedStatement::fromProto).toList();
    }
  }

  public static EventFilter filter(ListEventsRequest request) {
    return new EventFilter(
        some(request.getItem()).map(text -> TraceCodec.sought("item", text)),
        some(request.getRecorder()).map(Prefix::sought),
        request.getName(),
        id(request.getEventId()),
        kinds(request.getKindsList()),
        request.getStep(),
        RecallCodec.time(request.hasFromMillis(), request.getFromMillis()),
        RecallCodec.time(request.hasUntilMillis(), request.getUntilMillis()),
        Unsigned.number("from_position", request.getFromPosition()),
        Unsigned.number("until_position", request.getUntilPosition()));
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /**
   * The kinds of events that words name.
   *
   * @throws InvalidInputException if one of them names none
   */
  public static Set<EventKind> kinds(List<String> words) {
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

  public static ListEventsRequest request(EventFilter filter, int size, String token) {
    ListEventsRequest.Builder request =
        ListEventsRequest.newBuilder()
            .setItem(filter.item().map(ItemId::toString).orElse(""))
            .setRecorder(filter.recorder().map(Prefix::toString).orElse(""))
            .setName(filter.name())
            .addAllKinds(filter.kinds().stream().map(EventKind::word).toList())
            .setStep(filter.step())
            .setFromPosition(filter.fromPosition())
            .setUntilPosition(filter.untilPosition())
            .setPageSize(size)
            .setPageToken(token);
    filter.id().ifPresent(id -> request.setEventId(bytes(id)));
    filter.from().ifPresent(time -> request.setFromMillis(time.toEpochMilli()));
    filter.until().ifPresent(time -> request.setUntilMillis(time.toEpochMilli()));
    return request.build();
  }

  /**
   * A page as a caller may see it.
   *
   * @param proofs finds the delegations that prove an event
   */
  public static ListEventsResponse response(
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

  public static Page<Listed> page(ListEventsResponse page) {
    return new Page<>(
        page.getEventsList().stream()
            .map(event -> new Listed(event.getPosition(), event.getWithdrawn(), event))
            .toList(),
        page.getNextPageToken());
  }

  private static Optional<EventId> id(ByteString bytes) {
    return bytes.isEmpty() ? Optional.empty() : Optional.of(new EventId(Bytes.of(bytes)));
  }

  private static ByteString bytes(EventId id) {
    return id.digest().asByteString();
  }
}
