package dev.nameplate.assign;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Records events. A receipt means: durable, logged and signed.
 *
 * <p>An event is recorded once: given again, it yields its first receipt. Of two events with one
 * name, the second is recorded if it says the same, which yields the receipt of the first, and
 * refused if it says anything else. What is withdrawn by its id must have its receipt before.
 *
 * <p>Thread-safe. The plain methods block until the event is committed; the {@code Async} one
 * returns at once, except that it waits for room when too many writes are waiting. What is chained
 * to its future must not wait for another write or for the node to close, unless it runs on an
 * executor of its own.
 *
 * <p>Errors, thrown or completing the future:
 *
 * <ul>
 *   <li>{@link InvalidInputException}: the event is too large, or is to happen more than five
 *       minutes from now; nothing changed
 *   <li>{@link PreconditionException}: another event has its name, it withdraws by its id what is
 *       not recorded under the prefix, the node does not answer for the prefix, or not for that of
 *       an identifier which the event says came to be; nothing changed
 *   <li>{@link dev.nameplate.error.NodeException}: as with {@link Registrar}
 * </ul>
 */
public final class EventCapture {
  private final Recorder recorder;
  private final Caller caller;

  /** Records one event: in the log of this process, or in another one. Thread-safe. */
  @FunctionalInterface
  public interface Recorder {
    /** Records an event of a caller, as {@link EventCapture#captureAsync} does. */
    CompletableFuture<Receipt> record(Capture capture, Caller caller);
  }

  /** Records by some means. */
  public EventCapture(Recorder recorder) {
    this(recorder, Caller.OPERATOR);
  }

  /**
   * Captures to a log.
   *
   * @param rules rules for events beyond their bounds
   * @param room returns once the index of lineage has room for further events; throws {@link
   *     dev.nameplate.error.NodeException} after a long wait
   */
  public EventCapture(Appender log, CaptureRules rules, Runnable room) {
    this((capture, caller) -> write(capture, caller, log, rules, room));
  }

  private EventCapture(Recorder recorder, Caller caller) {
    this.recorder = recorder;
    this.caller = caller;
  }

  /**
   * Copy for another caller, who may not see restricted events: no receipt or error depends on
   * their content. An event with the chosen name of a restricted event is refused, whatever its
   * content. A restricted event without a name, or with a derived name, is never compared: so a
   * stranger repeats it by its operation id. It cannot be withdrawn by its id, except by a
   * restricted withdrawal, whose target is not checked.
   */
  public EventCapture as(Caller other) {
    return new EventCapture(recorder, other);
  }

  /** Records an event. */
  public Receipt capture(Capture capture) {
    return Registrar.await(captureAsync(capture));
  }

  /**
   * Records an event. Blocks for at most ten seconds each while the index of lineage is far behind,
   * while too many writes wait, and, to withdraw an event by its id, until that can be looked up.
   */
  public CompletableFuture<Receipt> captureAsync(Capture capture) {
    return recorder.record(capture, caller);
  }

  private static CompletableFuture<Receipt> write(
      Capture capture, Caller caller, Appender log, CaptureRules rules, Runnable room) {
    RecordedEvent.Content content = RecordedEvent.Content.of(capture.event());
    List<String> labels = rules.check(capture, caller);
    room.run();
    return log.append(
            new Write.Capture(
                capture.recorder(), content, capture.restricted(), capture.operation()),
            caller)
        .thenApply(receipt -> receipt.labelled(labels));
  }

  /**
   * Records any number of events, independently: a refused event does not affect the others. The
   * outcomes are in the order of the events, on demand; as with {@link Registrar#assignAll}, up to
   * about 16,000 events are read ahead.
   *
   * @param captures read by the thread that asks for outcomes; may be endless
   * @return sequential; used once, by one thread at a time
   */
  public Stream<Outcome<Capture>> captureAll(Stream<Capture> captures) {
    return WritesAhead.outcomes(captures, this::captureAsync);
  }
}
