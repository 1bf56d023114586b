package dev.troupe.guide;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.TopicId;
import java.time.Duration;

/** What there is of one item. */
public final class StockAgent extends Agent<StockAgent.Command, StockAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("stock", Command.class);

    /** What it accepts. */
    public sealed interface Command {}

    public record Add(int pieces) implements Command {}

    public record Take() implements Command, Request<Taken> {}

    public record Taken(String parcel) {}

    /** Says that there is more of an item; orders know it, too, so it has a name of its own. */
    @MessageName("stock.Received")
    public record Received(String item, int pieces) {}

    public record State(int pieces, int parcels) {}

    private StockAgent(AgentContext<Command> context) {
        super(context);
    }

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, StockAgent::new)
                .withMessages(Taken.class, Received.class)
                .withIdleTimeout(Duration.ofMinutes(10))
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State(0, 0);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Add.class, this::onAdd)
                .onRequest(Take.class, this::onTake)
                .build();
    }

    private Effect<State> onAdd(State state, Add add) {
        var item = context().self().key();
        return effects()
                .persist(new State(state.pieces() + add.pieces(), state.parcels()))
                .publish(TopicId.of("stock_received", item), new Received(item, add.pieces()));
    }

    private ReplyEffect<State, Taken> onTake(State state, Take take, ReplyTo<Taken> replyTo) {
        if (state.pieces() == 0) {
            return effects().thenReject(Failure.rejected("sold out"));
        }
        var next = new State(state.pieces() - 1, state.parcels() + 1);
        return effects().persist(next).thenReply(new Taken(context().self().key() + "-" + next.parcels()));
    }
}
