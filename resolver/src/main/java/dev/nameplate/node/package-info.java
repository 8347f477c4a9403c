/** Nodes and mirrors as embedders open them. */
@NullMarked
package dev.nameplate.node;

import org.jspecify.annotations.NullMarked;
