/**
 * How a log is kept in a store: where its rows are, what is in them, and which follow from which.
 */
@NullMarked
package dev.nameplate.log.rows;

import org.jspecify.annotations.NullMarked;
