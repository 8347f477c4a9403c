/**
 * Everything that can be asked of a node, in the words of the resolver: who may ask it, how much
 * work it may cause, and on which threads. A face turns bytes into requests and answers into bytes;
 * all else is here.
 */
@NullMarked
package dev.nameplate.server.operation;

import org.jspecify.annotations.NullMarked;
