/** Where items came from and where they went: questions, answers step by step, and their limits. */
@NullMarked
package dev.nameplate.trace;

import org.jspecify.annotations.NullMarked;
