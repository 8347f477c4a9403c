/** Verification of kept statements, offline. */
@NullMarked
package dev.nameplate.server.cli.verify;

import org.jspecify.annotations.NullMarked;
