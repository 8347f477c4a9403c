package dev.nameplate.server.operation;

import dev.nameplate.trace.TraceStep;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;

/**
 * A step of a trace, with its resume token and proofs.
 *
 * @param step the step
 * @param resumeToken token to continue the same question behind this step
 * @param proofs the delegations that prove an event, the outermost first; empty if an earlier step
 *     of the same recorder had them
 */
public record Traced(TraceStep step, String resumeToken, List<SignedStatement> proofs) {}
