/** Files that commands read and write, in any charset, and what is wrong with them. */
@NullMarked
package dev.nameplate.server.cli.input;

import org.jspecify.annotations.NullMarked;
