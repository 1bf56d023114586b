package dev.troupe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.Effect;
import dev.troupe.agent.EffectBuilder;
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
import dev.troupe.chat.TeamCommand.Happened;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@link ChatAgent} in one conversation. */
final class ParticipantAgent<S> extends Agent<Participant, ParticipantAgent.State> {

    /**
     * What it has of the conversation.
     *
     * @param memory of its {@link ChatAgent}
     * @param heard how many items of the conversation it knows
     * @param waiting a turn that waits for a person; null if there is none
     */
    record State(JsonNode memory, int heard, @Nullable Waiting waiting) {}

    /**
     * A turn that waits for a person.
     *
     * @param asker the team
     * @param requestId of the request for input
     * @param input what the person has said; null as long as nobody has
     * @param before what it had when the turn began: that it has again if the turn is given up
     */
    record Waiting(
            ReplyTo<Spoken> asker,
            String requestId,
            @Nullable String input,
            State before) {
        Waiting with(String text) {
            return new Waiting(asker, requestId, text, before);
        }

        /** Tells whether the request is still open. */
        boolean isFor(String request) {
            return input == null && requestId.equals(request);
        }
    }

    private final ChatAgent<S> member;
    private final Surroundings surroundings;

    private ParticipantAgent(AgentContext<Participant> context, ChatAgent<S> member, Surroundings surroundings) {
        super(context);
        this.member = member;
        this.surroundings = surroundings.withTurnTimeout(member.turnTimeout().orElse(surroundings.turnTimeout()));
    }

    static <S> AgentDefinition<Participant, State> definition(Seat seat, ChatAgent<S> member, Surroundings around) {
        return AgentDefinition.of(seat.type(), State.class, context -> new ParticipantAgent<>(context, member, around))
                .withMessages(Spoken.class, Saved.class, Done.class, Shown.class, TaskResult.class)
                // What failed has failed the run: who is to try again says so to the team.
                .withRetryPolicy(RetryPolicy.none());
    }

    @Override
    protected State emptyState() {
        return new State(ChatJson.tree(member.emptyMemory()), 0, null);
    }

    @Override
    protected Handlers<Participant, State> handlers() {
        return newHandlersBuilder()
                .onRequest(Speak.class, this::onSpeak)
                .onRequest(Input.class, this::onInput)
                .onMessage(GiveUp.class, this::onGiveUp)
                .onMessage(SetPaused.class, (state, paused) -> effects())
                .onMessage(Forget.class, this::onForget)
                .onRequest(SaveMember.class, (state, save, replyTo) -> effects().thenReply(new Saved(state.memory())))
                .onRequest(LoadMember.class, this::onLoad)
                .build();
    }

    /** Takes the turn, or goes on with the one for which a person has spoken. */
    private ReplyEffect<State, Spoken> onSpeak(State state, Speak speak, ReplyTo<Spoken> replyTo) {
        var waiting = state.waiting();
        if (waiting != null && (waiting.input() == null || speak.from() != state.heard())) {
            return onSpeak(waiting.before(), speak, replyTo); // the team has given that turn up
        }
        if (speak.from() > state.heard()) {
            return effects().thenReply(new Spoken(null, state.heard()));
        }
        var turn = new ParticipantTurn(context(), member.name(), surroundings.withTurnTimeout(timeLeft()));
        var input = waiting == null ? null : waiting.input();
        var response = input == null
                ? member.respond(memory(state), speak.messages(), turn)
                : member.onInput(memory(state), input, turn);
        int heard = input == null ? speak.to() : state.heard();
        var before = waiting == null ? state : waiting.before();
        return awaitReply(turn.cancelledWith(turn.inTime(response).thenApply(answer -> {
            if (answer instanceof Response.AwaitingInput<S> awaiting) {
                turn.show(awaiting.request());
                var request = awaiting.request().requestId();
                return awaitInput(awaiting, heard, new Waiting(replyTo, request, null, before))
                        .thenDeferReply();
            }
            var said = (Response.Said<S>) answer;
            return effects().persist(after(said, heard)).thenReply(spoken(said, heard));
        })));
    }

    /** The team waits no longer than the request may wait, also if this is not the first attempt at it. */
    private Duration timeLeft() {
        var left = Duration.between(
                context().clock().instant(), context().message().deadline());
        return left.compareTo(surroundings.turnTimeout()) < 0 ? left : surroundings.turnTimeout();
    }

    /**
     * Parks the turn, and has the team know what is asked for. It is given up in time, which also keeps an agent in memory
     * alive until then.
     */
    private EffectBuilder<State> awaitInput(Response.AwaitingInput<S> awaiting, int heard, Waiting waiting) {
        var team = surroundings.team().ref(context().self().key());
        return effects()
                .persist(new State(ChatJson.tree(awaiting.memory()), heard, waiting))
                .send(team, new Happened(member.name(), List.of(awaiting.request())))
                .schedule(surroundings.turnTimeout(), new GiveUp(waiting.requestId()));
    }

    /** Keeps the input and has the team ask again: so the turn goes on as a request, which can be cancelled. */
    private ReplyEffect<State, Done> onInput(State state, Input input, ReplyTo<Done> replyTo) {
        var waiting = state.waiting();
        if (waiting == null || waiting.input() != null) {
            return effects()
                    .thenReject(Failure.rejected(context().self() + ": waits for no input (expected: input after a "
                            + "UserInputRequestedEvent of " + member.name() + ")"));
        }
        return effects()
                .persist(new State(state.memory(), state.heard(), waiting.with(input.text())))
                .reply(waiting.asker(), new Spoken(null, state.heard()))
                .thenReply(new Done());
    }

    /** Ends a turn that waits for a person, and what teams are doing for a turn that was cancelled. */
    private Effect<State> onGiveUp(State state, GiveUp giveUp) {
        EffectBuilder<State> effects = effects();
        if (giveUp.requestId() == null) {
            effects = tellTeams(effects, new CancelRun());
        }
        var waiting = state.waiting();
        if (waiting == null || (giveUp.requestId() != null && !waiting.isFor(giveUp.requestId()))) {
            return effects;
        }
        var why = Failure.of(Failure.Kind.CANCELLED, "nobody waits any longer for what a person would say");
        return effects.persist(waiting.before()).reject(waiting.asker(), why);
    }

    private EffectBuilder<State> tellTeams(EffectBuilder<State> effects, TeamCommand command) {
        var told = effects;
        for (Team team : member.teams()) {
            told = told.send(ParticipantTurn.teamOf(context(), team), command);
        }
        return told;
    }

    private Effect<State> onForget(State state, Forget forget) {
        var empty = new State(ChatJson.tree(member.emptyMemory()), forget.heard(), null);
        return tellTeams(effects().persist(empty), new Reset());
    }

    private ReplyEffect<State, Done> onLoad(State state, LoadMember load, ReplyTo<Done> replyTo) {
        try {
            var read = ChatJson.value(load.state(), member.memoryType());
            return tellTeams(effects().persist(new State(ChatJson.tree(read), load.heard(), null)), new Reset())
                    .thenReply(new Done());
        } catch (IllegalStateException e) {
            return effects().thenReject(Failure.rejected(member.name() + ": " + e.getMessage()));
        }
    }

    private S memory(State state) {
        return ChatJson.value(state.memory(), member.memoryType());
    }

    private State after(Response.Said<S> said, int heard) {
        return new State(ChatJson.tree(said.memory()), heard, null);
    }

    private static <S> Spoken spoken(Response.Said<S> said, int heard) {
        List<ChatItem> items = new ArrayList<>(said.events());
        items.add(said.message());
        return new Spoken(items, heard);
    }
}
