package dev.nameplate.log.audit;

/**
 * Something in which a store differs from what its log says.
 *
 * @param what names the row and the difference, on one line
 * @param derived whether the row follows from the log, so that a rebuild mends it
 */
public record Finding(String what, boolean derived) {}
