/** Assigned and visible characters, and comparison of texts: the same on every JDK. */
@NullMarked
package dev.nameplate.text;

import org.jspecify.annotations.NullMarked;
