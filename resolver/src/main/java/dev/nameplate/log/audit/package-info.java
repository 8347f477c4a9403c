/** Checks a log statement by statement, and a store row by row. */
@NullMarked
package dev.nameplate.log.audit;

import org.jspecify.annotations.NullMarked;
