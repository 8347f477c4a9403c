package dev.nameplate.upstream;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call of a node, with the limits of its answer.
 *
 * @param method the method
 * @param request the question
 * @param mostBytes the most bytes of the answer
 * @param time time limit of an endpoint
 * @param outcome outcome of an answer, for the route; empty if unknown
 */
record NodeCall<Q, A>(
    MethodDescriptor<Q, A> method,
    Q request,
    int mostBytes,
    Duration time,
    Function<A, Optional<String>> outcome) {}
