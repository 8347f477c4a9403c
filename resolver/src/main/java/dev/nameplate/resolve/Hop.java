package dev.nameplate.resolve;

import dev.nameplate.record.Endpoint;
import java.time.Duration;

/**
 * A node that was asked for a question.
 *
 * @param endpoint its endpoint
 * @param authority the prefix whose authority it was asked as; empty for a recursive node
 * @param outcome the result: {@code found}, {@code referred}, {@code absent}, or the name of an
 *     {@link dev.nameplate.error.ErrorReason}
 * @param took the duration
 */
public record Hop(Endpoint endpoint, String authority, String outcome, Duration took) {}
