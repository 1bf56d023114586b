package dev.troupe.node.trace;

import dev.troupe.engine.trace.FlightRecorder;
import dev.troupe.engine.trace.TracedTurn;
import dev.troupe.message.Json;
import dev.troupe.node.management.ClusterQuestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What nodes ask each other about the turns that they remember. */
final class TraceQuestions {
    /** Turns in a trace at most. */
    static final int MOST = 1_000;

    /** Of an answer, in characters; one that is too long does not arrive at all. */
    private static final int LONGEST = 400_000;

    private static final String ABOUT = "trace-message";
    private static final String TRACES = "traces";

    /** Which message. */
    record About(String message) {}

    /** Which traces. */
    record Traces(List<String> ids) {}

    /**
     * What one node remembers.
     *
     * @param cut whether that is more
     */
    record Remembered(List<TracedTurn> turns, boolean cut) {}

    private final ClusterQuestions questions;

    TraceQuestions(ClusterQuestions questions) {
        this.questions = questions;
    }

    void answerFrom(FlightRecorder recorder) {
        questions.answer(ABOUT, About.class, asked -> fitting(recorder.about(asked.message(), MOST + 1)));
        questions.answer(TRACES, Traces.class, asked -> fitting(recorder.ofTraces(asked.ids(), MOST + 1)));
    }

    /** This node remembers nothing, but does not count as missing. */
    void answerNothing() {
        questions.answer(ABOUT, About.class, asked -> fitting(List.of()));
        questions.answer(TRACES, Traces.class, asked -> fitting(List.of()));
    }

    static Remembered fitting(List<TracedTurn> turns) {
        List<TracedTurn> fitting = new ArrayList<>();
        int length = 0;
        for (var turn : turns) {
            length += Json.text(turn).length();
            if (length > LONGEST || fitting.size() == MOST) {
                return new Remembered(fitting, true);
            }
            fitting.add(turn);
        }
        return new Remembered(fitting, false);
    }

    /** Asks all nodes for the turns that handled or sent a message. */
    CompletionStage<ClusterQuestions.Answers<Remembered>> about(String message) {
        return questions.askAll(ABOUT, new About(message), Remembered.class);
    }

    /** Asks all nodes for all turns of traces. */
    CompletionStage<ClusterQuestions.Answers<Remembered>> ofTraces(Collection<String> ids) {
        return questions.askAll(TRACES, new Traces(List.copyOf(ids)), Remembered.class);
    }
}
