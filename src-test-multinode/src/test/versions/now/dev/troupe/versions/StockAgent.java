package dev.troupe.versions;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what it is told, once each, and has it written down. The version that runs now. */
final class StockAgent extends Agent<StockAgent.Command, StockAgent.Stock> {
    static final AgentType<Command> TYPE = AgentType.of("stock", Command.class);

    sealed interface Command {}

    record Add(String run, int number) implements Command {}

    record Read() implements Command, Request<Total> {}

    record Total(int added, int doubled) {}

    record Stock(Map<String, Integer> next, int added, int doubled) {
        Stock with(Add add) {
            int expected = next.getOrDefault(add.run(), 0);
            if (add.number() < expected) {
                return new Stock(next, added, doubled + 1);
            }
            Map<String, Integer> all = new TreeMap<>(next);
            all.put(add.run(), add.number() + 1);
            return new Stock(all, added + 1, doubled);
        }
    }

    private StockAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, Stock> definition() {
        return AgentDefinition.of(TYPE, Stock.class, StockAgent::new)
                .withMessages(Total.class)
                .withRole("stock")
                .durable();
    }

    @Override
    protected Stock emptyState() {
        return new Stock(Map.of(), 0, 0);
    }

    @Override
    protected Handlers<Command, Stock> handlers() {
        return newHandlersBuilder()
                .onMessage(Add.class, this::onAdd)
                .onRequest(Read.class, this::onRead)
                .build();
    }

    private Effect<Stock> onAdd(Stock stock, Add add) {
        return effects()
                .persist(stock.with(add))
                .send(BookAgent.TYPE.ref(context().self().key()), new BookAgent.Write(add.run() + "-" + add.number()));
    }

    private ReplyEffect<Stock, Total> onRead(Stock stock, Read read, ReplyTo<Total> replyTo) {
        return effects().thenReply(new Total(stock.added(), stock.doubled()));
    }
}
