/** Traces: what an item was made from, and what was made of it. */
@NullMarked
package dev.nameplate.trace.walk;

import org.jspecify.annotations.NullMarked;
