/** Balances: supply of a lot compared with its use. */
@NullMarked
package dev.nameplate.trace.balance;

import org.jspecify.annotations.NullMarked;
