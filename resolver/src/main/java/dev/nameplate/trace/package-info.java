/** Traces of items to origins and products: questions, answers step by step, and their limits. */
@NullMarked
package dev.nameplate.trace;

import org.jspecify.annotations.NullMarked;
