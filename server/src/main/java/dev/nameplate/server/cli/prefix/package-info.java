/** Commands that allot prefixes. */
@NullMarked
package dev.nameplate.server.cli.prefix;

import org.jspecify.annotations.NullMarked;
