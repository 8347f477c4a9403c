/** Commands that read records, now and then. */
@NullMarked
package dev.nameplate.server.cli.resolve;

import org.jspecify.annotations.NullMarked;
