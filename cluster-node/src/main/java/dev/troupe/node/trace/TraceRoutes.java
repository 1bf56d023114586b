package dev.troupe.node.trace;

import dev.troupe.agent.AgentId;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.trace.FlightRecorder;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.ProblemException;
import dev.troupe.gateway.http.Route;
import dev.troupe.node.management.ClusterQuestions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers who told whom because of a message. It names agents of all tenants, so it is a matter of the cluster. */
public final class TraceRoutes {
    private static final Resource TRACES = new Resource.OfCluster("traces");

    private final ClusterRuntime runtime;
    private final TraceQuestions questions;

    private TraceRoutes(ClusterRuntime runtime, TraceQuestions questions) {
        this.runtime = runtime;
        this.questions = questions;
    }

    /** Begins to send spans, if the settings say so; returns what ends it. */
    public static Runnable startSpans(ClusterRuntime runtime, TraceSettings settings) {
        if (!settings.otlp().enabled()) {
            return () -> {};
        }
        var spans = TurnSpans.start(settings.otlp(), runtime.address());
        runtime.listen(spans);
        return spans::close;
    }

    /** Begins to remember turns, if the settings say so; returns what is served either way. */
    public static List<Route> start(ClusterRuntime runtime, ClusterQuestions questions, TraceSettings settings) {
        var asked = new TraceQuestions(questions);
        if (settings.turns() > 0) {
            var recorder = new FlightRecorder(runtime.address(), settings.turns(), Clock.systemUTC());
            runtime.listen(recorder);
            asked.answerFrom(recorder);
        } else {
            asked.answerNothing();
        }
        return List.of(Route.of("GET", "/v1/trace/{message}", new TraceRoutes(runtime, asked)::onTrace));
    }

    private CompletionStage<HttpResponse> onTrace(Call call) {
        call.require(Action.READ, TRACES);
        var search = new TraceSearch(runtime, questions, call.variable("message"));
        call.parameter("agent").map(TraceRoutes::agent).ifPresent(search::readAlso);
        return search.run().thenApply(document -> Answers.json(200, document));
    }

    private static AgentId agent(String text) {
        try {
            return AgentId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("agent: '" + text + "' (expected: type/key)");
        }
    }
}
