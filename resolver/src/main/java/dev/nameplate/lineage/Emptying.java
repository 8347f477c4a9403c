package dev.nameplate.lineage;

/**
 * An event with which everything left a container.
 *
 * @param millis when it happened, milliseconds since 1970
 * @param position of its statement
 */
public record Emptying(long millis, long position) {}
