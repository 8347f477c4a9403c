/** Commands for trust roots. */
@NullMarked
package dev.nameplate.server.cli.root;

import org.jspecify.annotations.NullMarked;
