package dev.troupe.chat;

import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicPattern;
import dev.troupe.chat.TeamCommand.Items;
import dev.troupe.chat.TeamCommand.ItemsSince;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.TeamCommand.Shown;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A run as a stream: what is shown of it meanwhile, completed by its result. Live items may be lost, all of them too as long as
 * other nodes do not know that somebody listens here. So the team is asked where something is missing, and now and then where
 * nothing comes, less and less often.
 */
final class RunStream implements Flow.Publisher<RunItem> {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final long FIRST_LOOK_MILLIS = 1_000;
    private static final long LAST_LOOK_MILLIS = 60_000;

    private final AgentRuntime runtime;
    private final AgentRef<TeamCommand> team;
    private final TopicId topic;
    private final List<ChatMessage> task;
    private final String watcherId = UUID.randomUUID().toString();
    private final Duration timeout;
    private final AtomicBoolean taken = new AtomicBoolean();

    RunStream(AgentRuntime runtime, Team team, String conversation, List<ChatMessage> task) {
        this.runtime = runtime;
        this.team = team.type().ref(conversation);
        this.topic = TopicId.of(team.surroundings().watched(), conversation);
        this.task = task;
        this.timeout = team.options().runTimeout();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super RunItem> subscriber) {
        var watcher = new RunWatcher(subscriber, this::ask);
        subscriber.onSubscribe(watcher);
        if (!taken.compareAndSet(false, true)) {
            watcher.failed(new IllegalStateException(
                    "stream of a run: a second subscriber (expected: one; runStream again begins another run)"));
            return;
        }
        var listening = runtime.listen(
                TopicPattern.startingWith(topic.type()).ofSource(topic.source()), event -> show(event, watcher));
        watcher.whenOver(() -> close(listening));
        var unused = runtime.ask(team, new Run(task, true, watcherId, null), timeout)
                .whenComplete((result, thrown) -> {
                    if (thrown == null) {
                        watcher.ended(result);
                    } else {
                        watcher.failed(thrown);
                    }
                });
        lookLater(watcher, 0, FIRST_LOOK_MILLIS);
    }

    private void show(PublishedEvent event, RunWatcher watcher) {
        if (event.topic().equals(topic) && event.payload().type().equals(TeamCommand.SHOWN)) {
            var shown = Json.parse(event.payload().json(), Shown.class);
            if (shown.index() == null || watcherId.equals(shown.watcher())) {
                watcher.shown(shown);
            }
        }
    }

    private void ask(RunWatcher watcher, int from) {
        var unused = runtime.ask(team, new ItemsSince(from, watcherId), ANSWER_TIMEOUT)
                .handle((items, failed) ->
                        failed == null ? items : new Items(List.of())) // then they come with the result
                .thenAccept(items -> watcher.missing(from, items.items()));
    }

    /** @param known how many items there were when it was looked last */
    private void lookLater(RunWatcher watcher, int known, long millis) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {
                    int now = watcher.itemsKnown();
                    if (now < 0) {
                        return;
                    }
                    if (now == known) {
                        watcher.askForMissing();
                    }
                    lookLater(watcher, now, now == known ? Math.min(LAST_LOOK_MILLIS, 2 * millis) : FIRST_LOOK_MILLIS);
                });
    }

    private static void close(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("listener of a run: could not be closed", e);
        }
    }
}
