package dev.troupe.chat;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicPattern;
import dev.troupe.chat.TeamCommand.Shown;
import dev.troupe.message.Json;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A run as a stream: what is shown of it meanwhile, completed by its result. */
final class RunStream implements Flow.Publisher<RunItem> {
    private final AgentRuntime runtime;
    private final TopicId topic;
    private final Supplier<CompletionStage<TaskResult>> run;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** @param topic where the items of the run are shown */
    RunStream(AgentRuntime runtime, TopicId topic, Supplier<CompletionStage<TaskResult>> run) {
        this.runtime = runtime;
        this.topic = topic;
        this.run = run;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super RunItem> subscriber) {
        var watcher = new RunWatcher(subscriber);
        subscriber.onSubscribe(watcher);
        if (!taken.compareAndSet(false, true)) {
            watcher.failed(new IllegalStateException(
                    "stream of a run: a second subscriber (expected: one; runStream" + " again begins another run)"));
            return;
        }
        var listening = runtime.listen(
                TopicPattern.startingWith(topic.type()).ofSource(topic.source()), event -> show(event, watcher));
        watcher.whenOver(() -> close(listening));
        var unused = run.get().whenComplete((result, thrown) -> {
            if (thrown == null) {
                watcher.ended(result);
            } else {
                watcher.failed(thrown);
            }
        });
    }

    private void show(PublishedEvent event, RunWatcher watcher) {
        if (event.topic().equals(topic) && event.payload().type().equals(TeamCommand.SHOWN)) {
            watcher.shown(Json.parse(event.payload().json(), Shown.class));
        }
    }

    private static void close(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("listener of a run: could not be closed", e);
        }
    }
}
