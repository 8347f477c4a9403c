package dev.nameplate.upstream;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a node is asked, and what its answer may be.
 *
 * @param method the method
 * @param request the question
 * @param mostBytes how large the answer may be
 * @param time how long one endpoint may take
 * @param outcome what an answer says, for the route; empty if it says nothing that is known
 */
record NodeCall<Q, A>(
    MethodDescriptor<Q, A> method,
    Q request,
    int mostBytes,
    Duration time,
    Function<A, Optional<String>> outcome) {}
