package dev.troupe.gateway.http;

import dev.troupe.message.Json;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is no HTTP request. Pekko makes it, by the name that {@link HttpDoor} gives. */
public final class ParsingProblems extends ParsingErrorHandler {
    /** Where Pekko looks for it, as for an object of Scala. */
    public static final ParsingProblems MODULE$ = new ParsingProblems();

    private ParsingProblems() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        log.debug("Not HTTP: {}", error.summary());
        var problem = Problem.of(ProblemType.ofStatus(status.intValue()), error.summary());
        return Answers.bytes(problem.type().status(), Problems.CONTENT_TYPE, Json.write(problem.members()));
    }
}
