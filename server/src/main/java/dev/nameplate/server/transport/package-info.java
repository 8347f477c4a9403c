/** Transport of bytes to the faces of a node: accepted connections and their lifetime. */
@NullMarked
package dev.nameplate.server.transport;

import org.jspecify.annotations.NullMarked;
