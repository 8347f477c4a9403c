/** What callers may have a server hold in memory: budgets in bytes. */
@NullMarked
package dev.nameplate.server.traffic;

import org.jspecify.annotations.NullMarked;
