/** Recalls: what is affected by something bad, who has it, and how much of it. */
@NullMarked
package dev.nameplate.trace.recall;

import org.jspecify.annotations.NullMarked;
