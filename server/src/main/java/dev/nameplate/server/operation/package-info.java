/**
 * Operations of a node, in the words of the resolver: permissions, limits of work, and threads. A
 * face turns bytes into requests and answers into bytes; all else is here.
 */
@NullMarked
package dev.nameplate.server.operation;

import org.jspecify.annotations.NullMarked;
