/** How a node is reached and run. */
@NullMarked
package dev.nameplate.server;

import org.jspecify.annotations.NullMarked;
