/** Sheets of a recall for regulators: its rows, joined with the records of items and parties. */
@NullMarked
package dev.nameplate.trace.sheet;

import org.jspecify.annotations.NullMarked;
