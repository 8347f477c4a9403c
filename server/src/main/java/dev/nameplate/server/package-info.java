/** The node as a process: configuration, faces and life cycle. */
@NullMarked
package dev.nameplate.server;

import org.jspecify.annotations.NullMarked;
