package dev.troupe.chat.tool;

import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent;
import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** The part of a turn that is one call: calls that run at once have steps and origins of their own. */
final class CallTurn implements ChatContext {
    private final ChatContext turn;
    private final Origin origin;
    private final String step;
    private final String source;
    private final AtomicInteger last = new AtomicInteger();
    /** The ids of events: an agent may show what it also returns. */
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    private final List<Runnable> onCancel = new ArrayList<>(1);
    private boolean cancelled;
    private boolean over;

    /**
     * A part of {@code turn}.
     *
     * @param origin that no other part of the turn has
     * @param step that no other part of the turn begins its steps with
     */
    CallTurn(ChatContext turn, Origin origin, String step) {
        this(turn, origin, step, origin.source());
        turn.onCancel(this::cancel);
    }

    private CallTurn(ChatContext turn, Origin origin, String step, String source) {
        this.turn = turn;
        this.origin = origin;
        this.step = step;
        this.source = source;
    }

    /** Returns the same for somebody else, who speaks in it. */
    CallTurn as(String speaker) {
        var other = new CallTurn(turn, origin, step, speaker);
        onCancel(other::cancel);
        return other;
    }

    String agent() {
        return source;
    }

    /** Returns what no other call has, and this one has again if the turn is run again. */
    String key() {
        return origin.id();
    }

    @Override
    public String conversation() {
        return turn.conversation();
    }

    @Override
    public Origin nextOrigin() {
        return Origin.of(origin.id() + "." + last.incrementAndGet(), source, origin.createdAt());
    }

    @Override
    public Optional<String> traceparent() {
        return turn.traceparent();
    }

    @Override
    public Clock clock() {
        return turn.clock();
    }

    @Override
    public <T> CompletionStage<T> blocking(Supplier<T> work) {
        return turn.blocking(work);
    }

    @Override
    public <T> CompletionStage<T> step(Step each, Class<T> result, Function<String, T> effect) {
        return turn.step(new Step(step + "/" + each.name(), each.repeatable()), result, effect);
    }

    @Override
    public void show(ChatEvent event) {
        if (event instanceof StreamingChunkEvent || shown.add(event.origin().id())) {
            turn.show(event);
        }
    }

    @Override
    public CompletionStage<TaskResult> run(Team team, List<ChatMessage> task) {
        return turn.run(team, task);
    }

    @Override
    public CompletionStage<TaskResult> runAnew(Team team, List<ChatMessage> task) {
        return turn.runAnew(team, task);
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

    /** Tells whether nobody waits for the call. */
    boolean cancelled() {
        synchronized (onCancel) {
            return cancelled;
        }
    }

    /** The call has ended: what comes now does not concern it. */
    void end() {
        synchronized (onCancel) {
            over = true;
            onCancel.clear();
        }
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (onCancel) {
            if (over) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(onCancel);
            onCancel.clear();
        }
        actions.forEach(Runnable::run);
    }
}
