/** Callers of operations, with their permissions and visibility. */
@NullMarked
package dev.nameplate.access;

import org.jspecify.annotations.NullMarked;
