/** Memory that callers make a server hold: budgets in bytes. */
@NullMarked
package dev.nameplate.server.traffic;

import org.jspecify.annotations.NullMarked;
