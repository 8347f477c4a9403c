/** Trust roots: trust anchors that a threshold of root keys has signed. */
@NullMarked
package dev.nameplate.trust.root;

import org.jspecify.annotations.NullMarked;
