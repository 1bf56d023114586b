package dev.troupe.node;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.TopicId;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Adds up what it is paid, and takes a fee from larger sums, which its code may change. */
final class TillAgent extends Agent<TillAgent.Command, TillAgent.Till> {
    static final AgentType<Command> TYPE = AgentType.of("till", Command.class);

    sealed interface Command {}

    record Pay(int cents) implements Command {}

    /** Pays what takes a while to find out. */
    record PayLater(int cents) implements Command {}

    record Read() implements Command, Request<Total> {}

    record Total(int cents) {}

    record Paid(int cents) {}

    record Till(int cents, Instant at) {}

    private final int fee;

    private TillAgent(AgentContext<Command> context, int fee) {
        super(context);
        this.fee = fee;
    }

    static AgentDefinition<Command, Till> definition(int fee) {
        return AgentDefinition.of(TYPE, Till.class, context -> new TillAgent(context, fee))
                .withMessages(Total.class, Paid.class)
                .durable();
    }

    @Override
    protected Till emptyState() {
        return new Till(0, Instant.EPOCH);
    }

    @Override
    protected Handlers<Command, Till> handlers() {
        return newHandlersBuilder()
                .onMessage(Pay.class, this::onPay)
                .onMessage(PayLater.class, this::onPayLater)
                .onRequest(Read.class, this::onRead)
                .build();
    }

    private Effect<Till> onPay(Till till, Pay pay) {
        int cents = pay.cents() < 100 ? pay.cents() : pay.cents() - fee;
        return effects()
                .persist(new Till(till.cents() + cents, context().clock().instant()))
                .publish(TopicId.of("paid", "all"), new Paid(cents));
    }

    private Effect<Till> onPayLater(Till till, PayLater pay) {
        CompletableFuture<Effect<Till>> later =
                context().blocking(() -> onPay(till, new Pay(pay.cents()))).toCompletableFuture();
        return await(later);
    }

    private ReplyEffect<Till, Total> onRead(Till till, Read read, ReplyTo<Total> replyTo) {
        return effects().thenReply(new Total(till.cents()));
    }
}
