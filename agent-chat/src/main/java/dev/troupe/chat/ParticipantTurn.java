package dev.troupe.chat;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Step;
import dev.troupe.agent.TopicId;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.TeamCommand.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One turn of a participant. What it says is numbered after the message that asked for the turn. */
final class ParticipantTurn implements ChatContext {
    private final AgentContext<?> agent;
    private final String name;
    private final String turn;
    private final Optional<String> traceparent;
    private final Instant now;
    private final TopicId watched;
    private final Duration turnTimeout;
    private final AtomicInteger last = new AtomicInteger();
    private final List<Runnable> onCancel = new ArrayList<>(1);
    private boolean cancelled;

    ParticipantTurn(AgentContext<?> agent, String name, Surroundings surroundings) {
        this.agent = agent;
        this.name = name;
        this.watched = TopicId.of(surroundings.watched(), agent.self().key());
        this.turnTimeout = surroundings.turnTimeout();
        this.turn = agent.message().messageId();
        this.traceparent = agent.traceparent();
        this.now = agent.clock().instant();
    }

    @Override
    public String conversation() {
        return agent.self().key();
    }

    @Override
    public Origin nextOrigin() {
        return Origin.of(turn + "." + last.incrementAndGet(), name, now);
    }

    @Override
    public Optional<String> traceparent() {
        return traceparent;
    }

    @Override
    public Clock clock() {
        return agent.clock();
    }

    @Override
    public <T> CompletionStage<T> blocking(Supplier<T> work) {
        return unlessCancelled(() -> agent.blocking(interruptible(work)));
    }

    @Override
    public <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect) {
        return unlessCancelled(() -> agent.step(
                step, result, key -> interruptible(() -> effect.apply(key)).get()));
    }

    @Override
    public void show(ChatEvent event) {
        agent.show(watched, new Shown(null, event, null));
    }

    @Override
    public CompletionStage<TaskResult> run(Team team, List<ChatMessage> task) {
        String last = task.isEmpty() ? "" : task.get(task.size() - 1).origin().id();
        var run = new Run(task, false, null, turn + "/" + last);
        return unlessCancelled(() -> agent.ask(teamOf(agent, team), run, turnTimeout));
    }

    @Override
    public CompletionStage<TaskResult> runAnew(Team team, List<ChatMessage> task) {
        // A team that is busy refuses to forget: with this very task, if the turn is run again.
        return unlessCancelled(() -> agent.ask(teamOf(agent, team), new Reset(), turnTimeout)
                .handle((done, busy) -> done)
                .thenCompose(forgotten -> run(team, task)));
    }

    /** Returns a team in its conversation with {@code agent}. */
    static AgentRef<TeamCommand> teamOf(AgentContext<?> agent, Team team) {
        return team.type().ref(agent.self().key() + "/" + agent.self().type().name());
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (onCancel) {
            if (!cancelled) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    /** Returns {@code stage} as one that, when the runtime cancels it, also cancels what the turn is doing. */
    <T> CompletableFuture<T> cancelledWith(CompletionStage<T> stage) {
        var result = stage.thenApply(Function.identity()).toCompletableFuture();
        var unused = result.whenComplete((value, thrown) -> {
            if (result.isCancelled()) {
                cancel();
            }
        });
        return result;
    }

    /**
     * Returns {@code stage} as one that fails when it takes longer than a turn may: nobody waits for it any more, and what
     * the turn is doing is cancelled.
     */
    <T> CompletableFuture<T> inTime(CompletionStage<T> stage) {
        var result = stage.thenApply(Function.identity()).toCompletableFuture();
        if (result.isDone()) {
            return result;
        }
        return result.orTimeout(turnTimeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((value, thrown) -> {
            if (thrown instanceof TimeoutException) {
                cancel();
            }
        });
    }

    /** A turn that is over must not begin anything: it would be taken for a part of the next. */
    private <T> CompletionStage<T> unlessCancelled(Supplier<CompletionStage<T>> work) {
        synchronized (onCancel) {
            if (cancelled) {
                return CompletableFuture.failedFuture(new CancellationException(name + ": the turn is cancelled"));
            }
        }
        return work.get();
    }

    private void cancel() {
        List<Runnable> actions;
        synchronized (onCancel) {
            cancelled = true;
            actions = List.copyOf(onCancel);
            onCancel.clear();
        }
        actions.forEach(Runnable::run);
    }

    private <T> Supplier<T> interruptible(Supplier<T> work) {
        return () -> {
            var interruption = new Interruption(Thread.currentThread());
            onCancel(interruption::interrupt);
            try {
                return work.get();
            } finally {
                interruption.end();
            }
        };
    }

    /** Interrupts a thread as long as it does the work that is to be interrupted, and not what it does after that. */
    private static final class Interruption {
        private @Nullable Thread thread;

        Interruption(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            Thread.interrupted(); // the thread is a pool's: it does other work next
        }
    }
}
