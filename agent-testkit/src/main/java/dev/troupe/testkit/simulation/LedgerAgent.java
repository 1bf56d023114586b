package dev.troupe.testkit.simulation;

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
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does each thing an agent can do when it is told to, and counts what must come in pairs. */
final class LedgerAgent extends Agent<LedgerAgent.Command, LedgerAgent.State> {
    static final AgentType<Command> TYPE = AgentType.of("simulated-ledger", Command.class);
    static final String TOPIC = "simulated_notes";
    private static final Duration ANSWER_DELAY = Duration.ofMillis(300);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(8);

    sealed interface Command {}

    record Put(int number) implements Command {}

    /** Is passed on until no hop is left. */
    record Pass(String to, int number, int hops) implements Command {}

    record Remind(long afterMillis) implements Command {}

    record Reminded() implements Command {}

    /** Fails in the first {@code times} attempts. */
    record Fail(int times) implements Command {}

    /** Keeps the turn open for a while. */
    record Work(int number) implements Command {}

    record Announce(int number) implements Command {}

    /** Asks another one. */
    record Consult(String other, boolean later) implements Command {}

    record Count() implements Command, Request<Total> {}

    record CountLater() implements Command, Request<Total> {}

    record AnswerNow() implements Command {}

    record Total(int applied) {}

    record Noted(int number) {}

    record State(int applied, int reminders, int reminded, int asked, int answered, List<ReplyTo<Total>> askers) {
        State plusApplied() {
            return new State(applied + 1, reminders, reminded, asked, answered, askers);
        }

        State plusReminder() {
            return new State(applied, reminders + 1, reminded, asked, answered, askers);
        }

        State plusReminded() {
            return new State(applied, reminders, reminded + 1, asked, answered, askers);
        }

        State plusAsked() {
            return new State(applied, reminders, reminded, asked + 1, answered, askers);
        }

        State plusAnswered() {
            return new State(applied, reminders, reminded, asked, answered + 1, askers);
        }

        State withAskers(List<ReplyTo<Total>> newAskers) {
            return new State(applied, reminders, reminded, asked, answered, List.copyOf(newAskers));
        }
    }

    private LedgerAgent(AgentContext<Command> context) {
        super(context);
    }

    static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, LedgerAgent::new)
                .withMessages(Total.class, Noted.class)
                .withSubscription(Subscription.to(TOPIC, Noted.class, noted -> new Put(noted.number())));
    }

    @Override
    protected State emptyState() {
        return new State(0, 0, 0, 0, 0, List.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Put.class, (state, put) -> effects().persist(state.plusApplied()))
                .onMessage(Pass.class, this::onPass)
                .onMessage(Remind.class, this::onRemind)
                .onMessage(Reminded.class, (state, reminded) -> effects().persist(state.plusReminded()))
                .onMessage(Fail.class, this::onFail)
                .onMessage(Work.class, this::onWork)
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(Consult.class, this::onConsult)
                .onRequest(Count.class, (state, count, replyTo) -> effects().thenReply(new Total(state.applied())))
                .onRequest(CountLater.class, this::onCountLater)
                .onMessage(AnswerNow.class, this::onAnswerNow)
                .onReply(Count.class, (state, count, total) -> effects().persist(state.plusAnswered()))
                .onFailure(Count.class, (state, count, failure) -> effects().persist(state.plusAnswered()))
                .onReply(CountLater.class, (state, count, total) -> effects().persist(state.plusAnswered()))
                .onFailure(CountLater.class, this::onNoCount)
                .build();
    }

    private Effect<State> onPass(State state, Pass pass) {
        var next = new Pass(context().self().key(), pass.number(), pass.hops() - 1);
        var effects = effects().persist(state.plusApplied());
        return pass.hops() == 0
                ? effects
                : effects.send(TYPE.ref(pass.to()), new Put(pass.number())).send(TYPE.ref(pass.to()), next);
    }

    private Effect<State> onRemind(State state, Remind remind) {
        return effects()
                .persist(state.plusReminder())
                .schedule(Duration.ofMillis(remind.afterMillis()), new Reminded());
    }

    private Effect<State> onFail(State state, Fail fail) {
        if (context().message().attempt() <= fail.times()) {
            throw new IllegalStateException("as told");
        }
        return effects().persist(state.plusApplied());
    }

    private Effect<State> onWork(State state, Work work) {
        return await(
                context().blocking(work::number).thenApply(done -> effects().persist(state.plusApplied())));
    }

    private Effect<State> onAnnounce(State state, Announce announce) {
        return effects()
                .persist(state.plusApplied())
                .publish(TopicId.of(TOPIC, context().self().key() + "-heard"), new Noted(announce.number()));
    }

    private Effect<State> onConsult(State state, Consult consult) {
        var other = TYPE.ref(consult.other());
        var effects = effects().persist(state.plusAsked());
        return consult.later()
                ? effects.ask(other, new CountLater(), ASK_TIMEOUT)
                : effects.ask(other, new Count(), ASK_TIMEOUT);
    }

    private ReplyEffect<State, Total> onCountLater(State state, CountLater count, ReplyTo<Total> replyTo) {
        List<ReplyTo<Total>> askers = new ArrayList<>(state.askers());
        askers.add(replyTo);
        return effects()
                .persist(state.withAskers(askers))
                .schedule(ANSWER_DELAY, new AnswerNow())
                .thenDeferReply();
    }

    private Effect<State> onAnswerNow(State state, AnswerNow answer) {
        var askers = state.askers();
        return effects()
                .persist(state.withAskers(askers.subList(1, askers.size())))
                .reply(askers.get(0), new Total(state.applied()));
    }

    private Effect<State> onNoCount(State state, CountLater count, Failure failure) {
        return effects().persist(state.plusAnswered());
    }
}
