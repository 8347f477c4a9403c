/** Recalls: the items affected by a defect, their holders and amounts. */
@NullMarked
package dev.nameplate.trace.recall;

import org.jspecify.annotations.NullMarked;
