/** Copies the log of another node. */
@NullMarked
package dev.nameplate.log.mirror;

import org.jspecify.annotations.NullMarked;
