/** A node's keys and the files they live in. */
@NullMarked
package dev.nameplate.signing;

import org.jspecify.annotations.NullMarked;
