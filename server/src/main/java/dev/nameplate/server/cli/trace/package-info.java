/** The command line of tracing: capturing events, and following, balancing and recalling things. */
@NullMarked
package dev.nameplate.server.cli.trace;

import org.jspecify.annotations.NullMarked;
