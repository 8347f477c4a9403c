/** Trace events: what happened to identified things, with exact quantities. */
@NullMarked
package dev.nameplate.event;

import org.jspecify.annotations.NullMarked;
