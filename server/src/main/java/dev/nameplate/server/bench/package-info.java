/**
 * Benchmarks: a load generator, and the floor, which measures each work and its bare reference in
 * turns, in one run.
 */
@NullMarked
package dev.nameplate.server.bench;

import org.jspecify.annotations.NullMarked;
