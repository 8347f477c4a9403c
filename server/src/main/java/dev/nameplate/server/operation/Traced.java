package dev.nameplate.server.operation;

import dev.nameplate.trace.TraceStep;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;

/**
 * A step of a trace, with what the reader needs besides.
 *
 * @param step the step
 * @param resumeToken with which the same question goes on behind this step
 * @param proofs the delegations that prove an event, the outermost first; empty where they were in
 *     an earlier step of the same recorder
 */
public record Traced(TraceStep step, String resumeToken, List<SignedStatement> proofs) {}
