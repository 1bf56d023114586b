package dev.troupe.guide;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Step;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.Optional;

/** One order of a shop. */
public final class OrderAgent extends Agent<OrderAgent.Command, OrderAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("order", Command.class);

    /** What an order accepts. */
    public sealed interface Command {}

    public record Place(String item, int cents) implements Command, Request<Placed> {}

    public record Placed(String payment) {}

    public record Remind() implements Command {}

    public record Ship() implements Command, Request<Shipped> {}

    public record Shipped(String parcel) {}

    /** An event of the stock, as this agent wants it. */
    public record BackInStock(String item) implements Command {}

    /** An event of this agent. */
    public record OrderPlaced(String order, String item) {}

    public record State(Optional<String> item, Optional<ReplyTo<Shipped>> waiting) {}

    private final PaymentService payments;

    private OrderAgent(AgentContext<Command> context, PaymentService payments) {
        super(context);
        this.payments = payments;
    }

    public static AgentDefinition<Command, State> definition(PaymentService payments) {
        return AgentDefinition.of(TYPE, State.class, context -> new OrderAgent(context, payments))
                .withMessages(Placed.class, Shipped.class, OrderPlaced.class, StockAgent.Received.class)
                .withSubscription(Subscription.to(
                        "stock_received", StockAgent.Received.class, event -> new BackInStock(event.item())))
                .withRole("shop")
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State(Optional.empty(), Optional.empty());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onRequest(Place.class, this::onPlace)
                .onRequest(Ship.class, this::onShip)
                .onMessage(Remind.class, this::onRemind)
                .ignore(BackInStock.class)
                .onReply(StockAgent.Take.class, this::onTaken)
                .onFailure(StockAgent.Take.class, this::onNotTaken)
                .build();
    }

    private ReplyEffect<State, Placed> onPlace(State state, Place place, ReplyTo<Placed> replyTo) {
        if (place.cents() < 1) {
            return effects().thenReject(Failure.rejected("cents: " + place.cents() + " (expected: >= 1)"));
        }
        var order = context().self().key();
        return awaitReply(context()
                .step(Step.repeatable("pay"), String.class, key -> payments.pay(key, place.cents()))
                .thenApply(payment -> effects()
                        .persist(new State(Optional.of(place.item()), state.waiting()))
                        .publish(TopicId.of("order_placed", order), new OrderPlaced(order, place.item()))
                        .schedule(Duration.ofHours(1), new Remind())
                        .thenReply(new Placed(payment))));
    }

    private ReplyEffect<State, Shipped> onShip(State state, Ship ship, ReplyTo<Shipped> replyTo) {
        if (state.item().isEmpty()) {
            return effects().thenReject(Failure.rejected("nothing is ordered (expected: Place first)"));
        }
        return effects()
                .persist(new State(state.item(), Optional.of(replyTo)))
                .ask(StockAgent.TYPE.ref(state.item().get()), new StockAgent.Take(), Duration.ofSeconds(10))
                .thenDeferReply();
    }

    private Effect<State> onTaken(State state, StockAgent.Take asked, StockAgent.Taken taken) {
        var done = effects().persist(new State(state.item(), Optional.empty()));
        return state.waiting().isEmpty() ? done : done.reply(state.waiting().get(), new Shipped(taken.parcel()));
    }

    private Effect<State> onNotTaken(State state, StockAgent.Take asked, Failure failure) {
        var done = effects().persist(new State(state.item(), Optional.empty()));
        return state.waiting().isEmpty() ? done : done.reject(state.waiting().get(), failure);
    }

    private Effect<State> onRemind(State state, Remind remind) {
        context().log().info("Still waiting");
        return effects();
    }
}
