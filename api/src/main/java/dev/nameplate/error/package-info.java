/**
 * One sealed hierarchy of everything that can go wrong, each with an {@link
 * dev.nameplate.error.ErrorReason}.
 */
@NullMarked
package dev.nameplate.error;

import org.jspecify.annotations.NullMarked;
