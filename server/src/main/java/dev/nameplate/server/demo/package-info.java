/** The demonstration: the whole job in one process, on a bundled sample. */
@NullMarked
package dev.nameplate.server.demo;

import org.jspecify.annotations.NullMarked;
