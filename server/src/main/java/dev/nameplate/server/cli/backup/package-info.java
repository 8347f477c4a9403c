/** Commands for the life of a node: backups, and ways back from one. */
@NullMarked
package dev.nameplate.server.cli.backup;

import org.jspecify.annotations.NullMarked;
