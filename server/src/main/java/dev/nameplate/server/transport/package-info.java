/** How bytes reach the faces of a node: which connections are let in, and how long they stay. */
@NullMarked
package dev.nameplate.server.transport;

import org.jspecify.annotations.NullMarked;
