/** Balances: what there was of a lot, set against what became of it. */
@NullMarked
package dev.nameplate.trace.balance;

import org.jspecify.annotations.NullMarked;
