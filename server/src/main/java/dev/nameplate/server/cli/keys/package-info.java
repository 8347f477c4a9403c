/** Commands that make nodes and change their keys. */
@NullMarked
package dev.nameplate.server.cli.keys;

import org.jspecify.annotations.NullMarked;
