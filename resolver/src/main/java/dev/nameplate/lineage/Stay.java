package dev.nameplate.lineage;

import dev.nameplate.event.Occurrence.Bond;
import java.util.OptionalLong;

/**
 * How long an item was in another.
 *
 * @param container number of what held it
 * @param bond how it was held
 * @param fromMillis when it entered, milliseconds since 1970
 * @param untilMillis when it left; empty if it did not
 * @param entered position of the event with which it entered
 * @param left position of the event with which it left
 */
public record Stay(
    long container,
    Bond bond,
    long fromMillis,
    OptionalLong untilMillis,
    long entered,
    OptionalLong left) {}
