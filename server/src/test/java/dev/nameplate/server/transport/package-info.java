/** Tests of the transport's connections. */
@NullMarked
package dev.nameplate.server.transport;

import org.jspecify.annotations.NullMarked;
