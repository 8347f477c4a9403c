/** Who asks or writes, and what follows from it. */
@NullMarked
package dev.nameplate.access;

import org.jspecify.annotations.NullMarked;
