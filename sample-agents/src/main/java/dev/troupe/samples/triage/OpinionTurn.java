package dev.troupe.samples.triage;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A turn of an assistant within the turn of an agent that is in no team: nobody watches, and there are no teams to ask. */
final class OpinionTurn implements ChatContext {
    private final AgentContext<?> agent;
    private final String name;
    private final Optional<String> traceparent;
    private final AtomicInteger last = new AtomicInteger();

    OpinionTurn(AgentContext<?> agent, String name) {
        this.agent = agent;
        this.name = name;
        this.traceparent = agent.traceparent();
    }

    @Override
    public String conversation() {
        return agent.self().key();
    }

    @Override
    public Origin nextOrigin() {
        return Origin.of(
                name + "-" + last.incrementAndGet(), name, agent.clock().instant());
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
        return agent.blocking(work);
    }

    @Override
    public <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect) {
        return agent.step(step, result, effect);
    }

    @Override
    public void show(ChatEvent event) {}

    @Override
    public CompletionStage<TaskResult> run(Team team, List<ChatMessage> task) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("team '" + team.name() + "': " + name + " asks none"));
    }

    @Override
    public CompletionStage<TaskResult> runAnew(Team team, List<ChatMessage> task) {
        return run(team, task);
    }

    /** One call of the model is all there is to end, and that ends by the timeout of the model. */
    @Override
    public void onCancel(Runnable action) {}
}
