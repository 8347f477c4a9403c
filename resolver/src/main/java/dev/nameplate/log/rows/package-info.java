/** Rows of a log in a store: their keys, their content, and the rows derived from others. */
@NullMarked
package dev.nameplate.log.rows;

import org.jspecify.annotations.NullMarked;
