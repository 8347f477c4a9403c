/**
 * What "fast" means here, as ratios: each benchmark measures something of ours and the bare thing
 * it stands on in turns, in one run. {@link dev.nameplate.server.bench.Ratios} runs them all and
 * prints a table.
 */
@NullMarked
package dev.nameplate.server.bench;

import org.jspecify.annotations.NullMarked;
