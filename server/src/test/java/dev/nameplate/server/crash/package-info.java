/** What users keep when processes are killed. */
@NullMarked
package dev.nameplate.server.crash;

import org.jspecify.annotations.NullMarked;
