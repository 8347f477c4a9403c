/** Evidence: the signed events behind an answer, from this node and from others. */
@NullMarked
package dev.nameplate.trace.evidence;

import org.jspecify.annotations.NullMarked;
