/** Files that commands read and write, in any charset, with their errors. */
@NullMarked
package dev.nameplate.server.cli.input;

import org.jspecify.annotations.NullMarked;
