package dev.troupe.gateway.http;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps a sum and what it was made of; for tests of the doors. */
public final class BookAgent extends Agent<BookAgent.Command, BookAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("book", Command.class);

    sealed interface Command {}

    enum Side {
        IN,
        OUT
    }

    record Enter(int amount, String text) implements Command {}

    /** Has a field of each form that a message may have. */
    record Detailed(
            Side side,
            Optional<String> note,
            Instant at,
            Duration took,
            BigDecimal price,
            List<Line> lines,
            Map<String, Integer> counts,
            AgentId by)
            implements Command {}

    record Line(String text, boolean last) {}

    record Total() implements Command, Request<Sum> {}

    record Refuse(String why) implements Command, Request<Sum> {}

    record Fail() implements Command {}

    /** Is never answered. */
    record Wait() implements Command, Request<Sum> {}

    record Sum(int amount, int entries) {}

    @MessageName("shop.Sold")
    record Sold(int amount) {}

    record State(int amount, int entries) {}

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, BookAgent::new)
                .withMessages(Sum.class)
                .withSubscription(Subscription.to("sold", Sold.class, sold -> new Enter(sold.amount(), "sold")));
    }

    private BookAgent(AgentContext<Command> context) {
        super(context);
    }

    @Override
    protected State emptyState() {
        return new State(0, 0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Enter.class, this::onEnter)
                .onMessage(Detailed.class, (state, detailed) -> effects())
                .onMessage(Fail.class, (state, fail) -> {
                    throw new IllegalStateException("fails as it should");
                })
                .onRequest(Total.class, this::onTotal)
                .onRequest(Refuse.class, this::onRefuse)
                .onRequest(Wait.class, this::onWait)
                .build();
    }

    /** What is taken off is never in the book: its turn does not end. */
    private Effect<State> onEnter(State state, Enter enter) {
        if (enter.amount() < 0) {
            return await(new CompletableFuture<Effect<State>>());
        }
        return effects().persist(new State(state.amount() + enter.amount(), state.entries() + 1));
    }

    private ReplyEffect<State, Sum> onTotal(State state, Total total, ReplyTo<Sum> replyTo) {
        return effects().thenReply(new Sum(state.amount(), state.entries()));
    }

    private ReplyEffect<State, Sum> onRefuse(State state, Refuse refuse, ReplyTo<Sum> replyTo) {
        return effects().thenReject(Failure.rejected(refuse.why()));
    }

    private ReplyEffect<State, Sum> onWait(State state, Wait wait, ReplyTo<Sum> replyTo) {
        return effects().thenDeferReply();
    }
}
