/** Backups of a node's directory: taken while the node runs, checked, and put back. */
@NullMarked
package dev.nameplate.backup;

import org.jspecify.annotations.NullMarked;
