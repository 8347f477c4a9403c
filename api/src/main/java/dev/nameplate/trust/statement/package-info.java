/** Statements of each kind: their values, their bytes, and the signed batches that hold them. */
@NullMarked
package dev.nameplate.trust.statement;

import org.jspecify.annotations.NullMarked;
