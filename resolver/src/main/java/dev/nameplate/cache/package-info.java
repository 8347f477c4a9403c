/** Answers kept in memory. */
@NullMarked
package dev.nameplate.cache;

import org.jspecify.annotations.NullMarked;
