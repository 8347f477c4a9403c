/**
 * What "fast" means here: a load generator, and the floor, which measures each work of ours and the
 * bare thing it stands on in turns, in one run.
 */
@NullMarked
package dev.nameplate.server.bench;

import org.jspecify.annotations.NullMarked;
