package dev.troupe.multinode;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Remembers the numbers that each run of a sender gave it, in the order in which they were applied. Writes each of them
 * to the {@link Trace} of its node too, which outlives the process; for a durable one that says no more than that a turn
 * has run.
 */
final class LedgerAgent extends Agent<LedgerAgent.Command, LedgerAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("ledger", Command.class);
    static final String ROLE = "worker";

    sealed interface Command {}

    record Put(String run, int number) implements Command {}

    /** Keeps the agent busy for so long, and is not remembered. */
    record Work(String run, int number, int millis) implements Command {}

    /** Cannot be handled. */
    record Poison(String run, int number) implements Command {}

    record Read() implements Command, Request<Page> {}

    /** What one activation knows. */
    record Page(String activation, Map<String, List<Integer>> numbers) {}

    /** By run. */
    record State(Map<String, List<Span>> spans) {
        Map<String, List<Integer>> numbers() {
            Map<String, List<Integer>> numbers = new HashMap<>();
            spans.forEach((run, all) ->
                    numbers.put(run, all.stream().flatMap(Span::numbers).toList()));
            return numbers;
        }

        State with(String run, int number) {
            List<Span> ofRun = new ArrayList<>(spans.getOrDefault(run, List.of()));
            int last = ofRun.size() - 1;
            if (last >= 0 && ofRun.get(last).to() == number - 1) {
                ofRun.set(last, new Span(ofRun.get(last).from(), number));
            } else {
                ofRun.add(new Span(number, number));
            }
            Map<String, List<Span>> all = new HashMap<>(spans);
            all.put(run, ofRun);
            return new State(all);
        }
    }

    /** Numbers that were applied one after the other: a durable agent writes its state with each turn. */
    record Span(int from, int to) {
        private Stream<Integer> numbers() {
            return IntStream.rangeClosed(from, to).boxed();
        }
    }

    private final String activation = Trace.newActivation();

    private LedgerAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return definition(TYPE, ROLE);
    }

    static AgentDefinition<Command, State> definition(AgentType<Command> type, String role) {
        return AgentDefinition.of(type, State.class, LedgerAgent::new)
                .withMessages(Page.class)
                .withRole(role);
    }

    @Override
    protected State emptyState() {
        return new State(Map.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Put.class, this::onPut)
                .onMessage(Work.class, this::onWork)
                .onMessage(Poison.class, this::onPoison)
                .onRequest(Read.class, this::onRead)
                .build();
    }

    private Effect<State> onPut(State state, Put put) {
        Trace.applied(activation, new Message(context().self().key(), put.run(), put.number()));
        return effects().persist(state.with(put.run(), put.number()));
    }

    private Effect<State> onWork(State state, Work work) {
        var message = new Message(context().self().key(), work.run(), work.number());
        return await(context()
                .blocking(() -> {
                    sleep(work.millis());
                    return message;
                })
                .thenApply(done -> {
                    Trace.applied(activation, done);
                    return effects();
                }));
    }

    private Effect<State> onPoison(State state, Poison poison) {
        throw new IllegalStateException("poison " + poison.number());
    }

    private ReplyEffect<State, Page> onRead(State state, Read read, ReplyTo<Page> replyTo) {
        return effects().thenReply(new Page(activation, state.numbers()));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
