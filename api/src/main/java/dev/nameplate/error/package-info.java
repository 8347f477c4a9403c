/** The sealed hierarchy of all errors, each with an {@link dev.nameplate.error.ErrorReason}. */
@NullMarked
package dev.nameplate.error;

import org.jspecify.annotations.NullMarked;
