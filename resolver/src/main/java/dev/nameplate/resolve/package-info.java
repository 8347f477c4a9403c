/** Resolution of identifiers, from the node's own log. */
@NullMarked
package dev.nameplate.resolve;

import org.jspecify.annotations.NullMarked;
