/**
 * Asking other nodes: whom to ask, over which connections, and whether to believe the answer.
 * Dials, never listens.
 */
@NullMarked
package dev.nameplate.upstream;

import org.jspecify.annotations.NullMarked;
