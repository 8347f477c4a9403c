package dev.nameplate.lineage;

import dev.nameplate.event.Occurrence.Bond;
import java.util.OptionalLong;

/**
 * A period of an item inside a container.
 *
 * @param container number of the container
 * @param bond the kind of containment
 * @param fromMillis time of entry, milliseconds since 1970
 * @param untilMillis time of leaving; empty if still inside
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
