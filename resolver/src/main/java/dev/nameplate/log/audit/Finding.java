package dev.nameplate.log.audit;

/**
 * A difference between a store and its log.
 *
 * @param what the row and the difference, on one line
 * @param derived true if the row is derived from the log, so that a rebuild mends it
 */
public record Finding(String what, boolean derived) {}
