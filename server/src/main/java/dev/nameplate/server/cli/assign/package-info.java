/** Commands that write records. */
@NullMarked
package dev.nameplate.server.cli.assign;

import org.jspecify.annotations.NullMarked;
