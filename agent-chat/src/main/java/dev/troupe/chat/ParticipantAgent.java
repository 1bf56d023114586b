package dev.troupe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.agent.TopicId;
import dev.troupe.chat.Participant.Forget;
import dev.troupe.chat.Participant.Speak;
import dev.troupe.chat.Participant.Spoken;
import java.util.List;

/** One {@link ChatAgent} in one conversation. */
final class ParticipantAgent<S> extends Agent<Participant, ParticipantAgent.State> {

    /**
     * What it has of the conversation.
     *
     * @param memory of its {@link ChatAgent}
     * @param heard how many messages of the conversation it knows
     */
    record State(JsonNode memory, int heard) {}

    private final ChatAgent<S> member;

    private ParticipantAgent(AgentContext<Participant> context, ChatAgent<S> member) {
        super(context);
        this.member = member;
    }

    static <S> AgentDefinition<Participant, State> definition(AgentType<Participant> type, ChatAgent<S> member) {
        return AgentDefinition.of(type, State.class, context -> new ParticipantAgent<>(context, member))
                .withMessages(Spoken.class)
                // What failed has failed the run: who is to try again says so to the team.
                .withRetryPolicy(RetryPolicy.none());
    }

    @Override
    protected State emptyState() {
        return new State(ChatJson.tree(member.emptyMemory()), 0);
    }

    @Override
    protected Handlers<Participant, State> handlers() {
        return newHandlersBuilder()
                .onRequest(Speak.class, this::onSpeak)
                .onMessage(Forget.class, this::onForget)
                .build();
    }

    private ReplyEffect<State, Spoken> onSpeak(State state, Speak speak, ReplyTo<Spoken> replyTo) {
        if (speak.from() > state.heard()) {
            return effects().thenReply(new Spoken(null, List.of(), state.heard()));
        }
        var memory = ChatJson.value(state.memory(), member.memoryType());
        var team = context().self().type().name();
        var watched = TopicId.of(
                team.substring(0, team.lastIndexOf('.')), context().self().key());
        var turn = new ParticipantTurn(context(), member.name(), watched);
        return awaitReply(member.respond(memory, speak.messages(), turn)
                .thenApply(response -> effects()
                        .persist(new State(ChatJson.tree(response.memory()), speak.to()))
                        .thenReply(spoken((Response.Said<S>) response, speak))));
    }

    private Spoken spoken(Response.Said<S> said, Speak speak) {
        return new Spoken(said.message(), said.events(), speak.to());
    }

    private Effect<State> onForget(State state, Forget forget) {
        return effects().persist(emptyState());
    }
}
