/** Commands that show, audit, follow and mend a node's log. */
@NullMarked
package dev.nameplate.server.cli.log;

import org.jspecify.annotations.NullMarked;
