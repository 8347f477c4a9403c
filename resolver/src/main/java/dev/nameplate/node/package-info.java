/** The one door for people who embed a node. */
@NullMarked
package dev.nameplate.node;

import org.jspecify.annotations.NullMarked;
