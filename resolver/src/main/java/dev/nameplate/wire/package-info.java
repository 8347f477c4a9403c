/**
 * Readers of what other nodes answer: from protobuf to the words of this system, for {@link
 * dev.nameplate.upstream} and the command line. A reader either verifies everything, or takes the
 * node's word and says so: {@link dev.nameplate.wire.Read}.
 */
@NullMarked
package dev.nameplate.wire;

import org.jspecify.annotations.NullMarked;
