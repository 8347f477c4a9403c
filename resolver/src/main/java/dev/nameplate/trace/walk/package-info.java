/** Traces of an item to its origins or its products. */
@NullMarked
package dev.nameplate.trace.walk;

import org.jspecify.annotations.NullMarked;
