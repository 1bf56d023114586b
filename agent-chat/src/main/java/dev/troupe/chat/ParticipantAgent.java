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
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
     * @param heard how many items of the conversation are known when it ends
     * @param requestId of the request for input
     * @param happened the events of the turn so far
     */
    record Waiting(ReplyTo<Spoken> asker, int heard, String requestId, List<ChatItem> happened) {
        Waiting {
            happened = List.copyOf(happened);
        }
    }

    private final ChatAgent<S> member;
    private final Surroundings surroundings;

    private ParticipantAgent(AgentContext<Participant> context, ChatAgent<S> member, Surroundings surroundings) {
        super(context);
        this.member = member;
        this.surroundings =
                new Surroundings(surroundings.watched(), member.turnTimeout().orElse(surroundings.turnTimeout()));
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

    private ReplyEffect<State, Spoken> onSpeak(State state, Speak speak, ReplyTo<Spoken> replyTo) {
        if (speak.from() > state.heard()) {
            return effects().thenReply(new Spoken(null, state.heard()));
        }
        var turn = new ParticipantTurn(context(), member.name(), surroundings);
        var response = member.respond(memory(state), speak.messages(), turn);
        return awaitReply(turn.cancelledWith(turn.inTime(response).thenApply(answer -> {
            if (answer instanceof Response.AwaitingInput<S> awaiting) {
                return awaitInput(awaiting, new Waiting(replyTo, speak.to(), "", List.of()), turn)
                        .thenDeferReply();
            }
            var said = (Response.Said<S>) answer;
            return effects().persist(after(said, speak.to())).thenReply(spoken(said, List.of(), speak.to()));
        })));
    }

    private ReplyEffect<State, Done> onInput(State state, Input input, ReplyTo<Done> replyTo) {
        var waiting = state.waiting();
        if (waiting == null) {
            return effects()
                    .thenReject(Failure.rejected(context().self() + ": waits for no input (expected: input after a "
                            + "UserInputRequestedEvent of " + member.name() + ")"));
        }
        var turn = new ParticipantTurn(context(), member.name(), surroundings);
        CompletionStage<EffectBuilder<State>> stage = turn.inTime(member.onInput(memory(state), input.text(), turn))
                .thenApply(answer -> {
                    if (answer instanceof Response.AwaitingInput<S> awaiting) {
                        return awaitInput(awaiting, waiting, turn);
                    }
                    var said = (Response.Said<S>) answer;
                    return effects()
                            .persist(after(said, waiting.heard()))
                            .reply(waiting.asker(), spoken(said, waiting.happened(), waiting.heard()));
                });
        return awaitReply(turn.cancelledWith(stage.thenApply(effects -> effects.thenReply(new Done()))));
    }

    /** Parks the turn. It is given up in time, which also keeps an agent in memory alive until then. */
    private EffectBuilder<State> awaitInput(Response.AwaitingInput<S> awaiting, Waiting waiting, ParticipantTurn turn) {
        turn.show(awaiting.request());
        List<ChatItem> happened = new ArrayList<>(waiting.happened());
        happened.add(awaiting.request());
        var request = awaiting.request().requestId();
        var parked = new Waiting(waiting.asker(), waiting.heard(), request, happened);
        // What was heard is part of the memory already: a team that asks again begins with what comes after that.
        return effects()
                .persist(new State(ChatJson.tree(awaiting.memory()), waiting.heard(), parked))
                .schedule(surroundings.turnTimeout(), new GiveUp(request));
    }

    /** Ends a turn that waits for a person, and what teams are doing for a turn that was cancelled. */
    private Effect<State> onGiveUp(State state, GiveUp giveUp) {
        EffectBuilder<State> effects = effects();
        if (giveUp.requestId() == null) {
            effects = tellTeams(effects, new CancelRun());
        }
        var waiting = state.waiting();
        if (waiting == null
                || (giveUp.requestId() != null && !giveUp.requestId().equals(waiting.requestId()))) {
            return effects;
        }
        var why = Failure.of(Failure.Kind.CANCELLED, "nobody waits any longer for what a person would say");
        return effects.persist(new State(state.memory(), state.heard(), null)).reject(waiting.asker(), why);
    }

    private EffectBuilder<State> tellTeams(EffectBuilder<State> effects, TeamCommand command) {
        var told = effects;
        for (Team team : member.teams()) {
            told = told.send(new ParticipantTurn(context(), member.name(), surroundings).with(team), command);
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
            return effects()
                    .persist(new State(ChatJson.tree(read), load.heard(), null))
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

    private static <S> Spoken spoken(Response.Said<S> said, List<ChatItem> before, int heard) {
        List<ChatItem> items = new ArrayList<>(before);
        items.addAll(said.events());
        items.add(said.message());
        return new Spoken(items, heard);
    }
}
