/**
 * The port behind which a node keeps its rows, drawn so that an embedded and a distributed engine
 * both fit.
 */
@NullMarked
package dev.nameplate.store;

import org.jspecify.annotations.NullMarked;
