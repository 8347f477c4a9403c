/**
 * Which characters there are, which of them can be seen, and how texts compare: the same on every
 * JDK.
 */
@NullMarked
package dev.nameplate.text;

import org.jspecify.annotations.NullMarked;
