package dev.nameplate.resolve;

import dev.nameplate.record.Endpoint;
import java.time.Duration;

/**
 * One node that was asked in the course of a question.
 *
 * @param endpoint where it listens
 * @param authority the prefix it was asked as the authority of; empty for a recursive node
 * @param outcome what came of it: {@code found}, {@code referred}, {@code absent}, or the name of
 *     an {@link dev.nameplate.error.ErrorReason}
 * @param took how long it took
 */
public record Hop(Endpoint endpoint, String authority, String outcome, Duration took) {}
