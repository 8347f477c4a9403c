package dev.nameplate.wire;

import dev.nameplate.error.InvalidInputException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mapping between an enum and a wire enum, whose constants have the same names behind a common
 * start. Immutable.
 *
 * @param <O> the enum
 * @param <W> the wire enum
 */
final class Constants<O extends Enum<O>, W extends Enum<W>> {
  private final Map<O, W> sent;
  private final Map<W, O> read;

  /**
   * Pairs all constants of ours.
   *
   * @param start the start of the names on the wire
   */
  Constants(Class<O> ours, Class<W> wire, String start) {
    sent = new EnumMap<>(ours);
    read = new EnumMap<>(wire);
    for (O constant : ours.getEnumConstants()) {
      W other = Enum.valueOf(wire, start + constant.name());
      sent.put(constant, other);
      read.put(other, constant);
    }
  }

  W toProto(O constant) {
    W other = sent.get(constant);
    if (other == null) {
      throw new AssertionError("every constant has been paired");
    }
    return other;
  }

  /** The constant for a wire constant; empty if that is unspecified or unknown. */
  Optional<O> fromProto(W constant) {
    return Optional.ofNullable(read.get(constant));
  }

  /**
   * Ours.
   *
   * @throws InvalidInputException if it is unspecified or not known here
   */
  O required(W constant) {
    return fromProto(constant)
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "answer", constant.name(), "one of " + List.copyOf(sent.keySet())));
  }
}
