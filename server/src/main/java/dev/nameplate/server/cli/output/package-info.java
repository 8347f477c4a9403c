/** What commands write, for people and for programs, and what they end with. */
@NullMarked
package dev.nameplate.server.cli.output;

import org.jspecify.annotations.NullMarked;
