/** Callers of operations, and what they may see. */
@NullMarked
package dev.nameplate.access;

import org.jspecify.annotations.NullMarked;
