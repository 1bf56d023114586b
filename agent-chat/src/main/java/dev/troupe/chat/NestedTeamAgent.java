package dev.troupe.chat;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.chat.Participant.Forget;
import dev.troupe.chat.Participant.GiveUp;
import dev.troupe.chat.Participant.Input;
import dev.troupe.chat.Participant.LoadMember;
import dev.troupe.chat.Participant.SaveMember;
import dev.troupe.chat.Participant.Saved;
import dev.troupe.chat.Participant.SetPaused;
import dev.troupe.chat.Participant.Speak;
import dev.troupe.chat.Participant.Spoken;
import dev.troupe.chat.TeamCommand.CancelRun;
import dev.troupe.chat.TeamCommand.Done;
import dev.troupe.chat.TeamCommand.Load;
import dev.troupe.chat.TeamCommand.Pause;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Resume;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.TeamCommand.Save;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A team that is a participant of another: its turn is a run, and what it says is what its own participants say. */
final class NestedTeamAgent extends Agent<Participant, NestedTeamAgent.State> {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /**
     * What it has of the outer conversation.
     *
     * @param heard how many items of the conversation it knows
     * @param turn the turn that is under way; null if there is none
     */
    record State(int heard, @Nullable OpenTurn turn) {}

    /**
     * A turn.
     *
     * @param asker the outer team
     * @param heard how many items of the conversation are known when it ends
     */
    record OpenTurn(ReplyTo<Spoken> asker, int heard) {}

    private final Team inner;

    private NestedTeamAgent(AgentContext<Participant> context, Team inner) {
        super(context);
        this.inner = inner;
    }

    static AgentDefinition<Participant, State> definition(Seat seat, Team inner) {
        return AgentDefinition.of(seat.type(), State.class, context -> new NestedTeamAgent(context, inner))
                .withMessages(Spoken.class, Saved.class, Done.class, TaskResult.class)
                .withRetryPolicy(RetryPolicy.none());
    }

    @Override
    protected State emptyState() {
        return new State(0, null);
    }

    @Override
    protected Handlers<Participant, State> handlers() {
        return newHandlersBuilder()
                .onRequest(Speak.class, this::onSpeak)
                .onReply(Run.class, this::onResult)
                .onFailure(Run.class, this::onFailed)
                .onMessage(GiveUp.class, (state, giveUp) -> tell(new CancelRun()))
                .onMessage(SetPaused.class, (state, set) -> set.paused() ? tell(new Pause()) : tell(new Resume()))
                .onMessage(Forget.class, this::onForget)
                .onRequest(Input.class, this::onInput)
                .onRequest(SaveMember.class, this::onSave)
                .onRequest(LoadMember.class, this::onLoad)
                .build();
    }

    private AgentRef<TeamCommand> team() {
        return inner.type().ref(context().self().key());
    }

    private Effect<State> tell(TeamCommand command) {
        return effects().send(team(), command);
    }

    private ReplyEffect<State, Spoken> onSpeak(State state, Speak speak, ReplyTo<Spoken> replyTo) {
        if (speak.from() > state.heard()) {
            return effects().thenReply(new Spoken(null, state.heard()));
        }
        var turn = new OpenTurn(replyTo, speak.to());
        return effects()
                .persist(new State(state.heard(), turn))
                .ask(team(), Run.of(speak.messages()), inner.options().runTimeout())
                .thenDeferReply();
    }

    private Effect<State> onResult(State state, Run asked, TaskResult result) {
        var turn = state.turn();
        if (turn == null) {
            return effects();
        }
        var told = asked.task().stream().map(each -> each.origin().id()).collect(Collectors.toSet());
        var said = result.messages().stream()
                .filter(item -> !told.contains(item.origin().id()))
                .toList();
        return effects().persist(new State(turn.heard(), null)).reply(turn.asker(), new Spoken(said, turn.heard()));
    }

    private Effect<State> onFailed(State state, Run asked, Failure failure) {
        var turn = state.turn();
        return turn == null
                ? effects()
                : effects().persist(new State(state.heard(), null)).reject(turn.asker(), failure);
    }

    private Effect<State> onForget(State state, Forget forget) {
        return effects().persist(new State(forget.heard(), null)).send(team(), new Reset());
    }

    private ReplyEffect<State, Done> onInput(State state, Input input, ReplyTo<Done> replyTo) {
        return effects()
                .thenReject(Failure.rejected("input for " + context().self() + ": a team (expected: a participant that"
                        + " waits for it, one of " + inner.seats().keySet() + ")"));
    }

    private ReplyEffect<State, Saved> onSave(State state, SaveMember save, ReplyTo<Saved> replyTo) {
        return awaitReply(context()
                .ask(team(), new Save(), ANSWER_TIMEOUT)
                .thenApply(saved -> effects().thenReply(saved)));
    }

    private ReplyEffect<State, Done> onLoad(State state, LoadMember load, ReplyTo<Done> replyTo) {
        return awaitReply(context()
                .ask(team(), new Load(load.state()), ANSWER_TIMEOUT)
                .thenApply(
                        done -> effects().persist(new State(load.heard(), null)).thenReply(done)));
    }
}
