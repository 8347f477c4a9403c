/**
 * Measurements beside {@code bench floor}, each with a main method, and JMH for the inner parts.
 */
@NullMarked
package dev.nameplate.server.bench;

import org.jspecify.annotations.NullMarked;
