/** Output of commands, for people and for programs, and exit codes. */
@NullMarked
package dev.nameplate.server.cli.output;

import org.jspecify.annotations.NullMarked;
