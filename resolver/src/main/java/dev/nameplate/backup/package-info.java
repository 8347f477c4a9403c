/** Backups of a node's directory: taken while the node runs, verified, and restored. */
@NullMarked
package dev.nameplate.backup;

import org.jspecify.annotations.NullMarked;
