package dev.troupe.chat;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** One turn of a participant. What it says is numbered after the message that asked for the turn. */
final class ParticipantTurn implements ChatContext {
    private final AgentContext<?> agent;
    private final String name;
    private final String turn;
    private final Instant now;
    private final AtomicInteger last = new AtomicInteger();

    ParticipantTurn(AgentContext<?> agent, String name) {
        this.agent = agent;
        this.name = name;
        this.turn = agent.message().messageId();
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
}
