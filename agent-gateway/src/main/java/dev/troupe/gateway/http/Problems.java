package dev.troupe.gateway.http;

import dev.troupe.agent.AgentException;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes answers out of what goes wrong. */
final class Problems {
    static final String CONTENT_TYPE = "application/problem+json";
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final Duration retryAfter;
    private final int maxBodyBytes;
    private final String section;

    Problems(HttpSettings settings) {
        this.retryAfter = settings.times().retryAfter();
        this.section = settings.section();
        this.maxBodyBytes = settings.limits().maxBodyBytes();
    }

    /** Returns what an error means to the caller. What is not foreseen is logged, and its text stays here. */
    Problem problem(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        if (cause instanceof AgentException failed) {
            return Problem.of(failed.failure());
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied(denied);
        }
        if (cause instanceof EntityStreamSizeException) {
            return tooLarge();
        }
        if (cause instanceof TimeoutException) {
            return Problem.of(ProblemType.BODY_TIMEOUT, "the body did not end in time (" + section + ".body-timeout)");
        }
        if (cause instanceof EntityStreamException || cause instanceof IllegalArgumentException) {
            return Problem.of(ProblemType.INVALID, String.valueOf(cause.getMessage()));
        }
        log.error("A request failed", cause);
        return Problem.of(ProblemType.INTERNAL, "see the log of the gateway");
    }

    Problem tooLarge() {
        return Problem.of(
                ProblemType.TOO_LARGE,
                "the body (expected: <= " + maxBodyBytes + " bytes, troupe.message.max-payload + " + section
                        + ".max-body-extra)");
    }

    HttpResponse response(Problem problem) {
        var response = Answers.bytes(problem.type().status(), CONTENT_TYPE, Json.write(problem.members()));
        for (var header : problem.headers().entrySet()) {
            response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return problem.type().passes()
                ? response.addHeader(RawHeader.create("Retry-After", Long.toString(retryAfter.toSeconds())))
                : response;
    }

    private static Problem denied(AccessDeniedException denied) {
        String detail = String.valueOf(denied.getMessage());
        return denied.authenticated()
                ? Problem.of(ProblemType.FORBIDDEN, detail)
                : Problem.of(ProblemType.UNAUTHENTICATED, detail)
                        .withHeader("WWW-Authenticate", "Bearer realm=\"troupe\"");
    }
}
