package dev.troupe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentContext;
import dev.troupe.chat.Participant.LoadMember;
import dev.troupe.chat.Participant.SaveMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A conversation of a team as one JSON object, in the structure of AutoGen's {@code save_state}. */
final class SavedTeam {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final String STATES = "agent_states";
    private static final String STATE = "agent_state";
    private static final String BUFFER = "message_buffer";
    private static final String THREAD = "message_thread";
    private static final String TURN = "current_turn";
    private static final String TYPE = "type";
    private static final String VERSION = "version";

    private SavedTeam() {}

    static CompletionStage<JsonNode> save(Team team, TeamState state, AgentContext<TeamCommand> context) {
        Map<String, CompletableFuture<JsonNode>> memories = new LinkedHashMap<>();
        team.seats().forEach((name, seat) -> {
            var ref = seat.type().ref(context.self().key());
            memories.put(
                    name,
                    context.ask(ref, new SaveMember(), ANSWER_TIMEOUT)
                            .thenApply(Participant.Saved::state)
                            .toCompletableFuture());
        });
        return CompletableFuture.allOf(memories.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> json(team, state, memories));
    }

    private static JsonNode json(Team team, TeamState state, Map<String, CompletableFuture<JsonNode>> memories) {
        var states = JsonNodeFactory.instance.objectNode();
        memories.forEach((name, memory) -> {
            var own = team.seat(name).sources();
            var member =
                    states.putObject(name).put(TYPE, "ChatAgentContainerState").put(VERSION, "1.0.0");
            member.set(STATE, memory.join());
            member.set(BUFFER, ChatJson.items(state.newsSince(state.heardBy(name), own)));
        });
        var manager = states.putObject(team.manager().name())
                .put(TYPE, team.manager().stateType())
                .put(VERSION, "1.0.0");
        manager.set(THREAD, ChatJson.items(state.conversation()));
        manager.put(TURN, 0);
        state.manager().properties().forEach(field -> manager.set(field.getKey(), field.getValue()));
        var saved = JsonNodeFactory.instance.objectNode().put(TYPE, "TeamState").put(VERSION, "1.0.0");
        saved.set(STATES, states);
        return saved;
    }

    /**
     * Has the participants take up what is saved, and returns the team's own state.
     *
     * @throws IllegalArgumentException if it is not the state of such a team; nothing is changed then
     */
    static CompletionStage<TeamState> load(Team team, JsonNode saved, AgentContext<TeamCommand> context) {
        var states = required(saved, STATES, "of a team");
        var state = teamState(team, required(states, team.manager().name(), "of the manager"));
        List<CompletableFuture<?>> loading = new ArrayList<>();
        Map<String, LoadMember> loads = new LinkedHashMap<>();
        for (var each : team.seats().entrySet()) {
            var member = required(states, each.getKey(), "of a participant");
            int unheard = member.path(BUFFER).size();
            int heard = state.placeOfLast(unheard, each.getValue().sources());
            loads.put(each.getKey(), new LoadMember(required(member, STATE, "of a participant"), heard));
        }
        loads.forEach((name, load) -> {
            var ref = team.seat(name).type().ref(context.self().key());
            loading.add(context.ask(ref, load, ANSWER_TIMEOUT).toCompletableFuture());
        });
        Map<String, Integer> heard = new LinkedHashMap<>();
        loads.forEach((name, load) -> heard.put(name, load.heard()));
        var loaded = new TeamState(state.conversation(), heard, state.manager(), null, List.of());
        return CompletableFuture.allOf(loading.toArray(CompletableFuture[]::new))
                .thenApply(all -> loaded);
    }

    private static TeamState teamState(Team team, JsonNode json) {
        String type = json.path(TYPE).asText();
        if (!type.equals(team.manager().stateType())) {
            throw new IllegalArgumentException("type of '" + team.manager().name() + "': '" + type + "' (expected: "
                    + team.manager().stateType() + ")");
        }
        try {
            var conversation = ChatJson.readItems(required(json, THREAD, "of the manager"));
            ObjectNode memory = json.deepCopy();
            memory.remove(List.of(TYPE, VERSION, THREAD, TURN));
            var known = ChatJson.value(memory, team.manager().memoryType());
            return TeamState.empty(ChatJson.tree(known)).plus(conversation);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("state of '" + team.manager().name() + "': " + e.getMessage(), e);
        }
    }

    private static JsonNode required(JsonNode json, String name, String whose) {
        var value = json.get(name);
        if (value == null || !value.isContainerNode()) {
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            throw new IllegalArgumentException(
                    "field '" + name + "' " + whose + ": " + (value == null ? "missing" : value.getNodeType())
                            + " (expected: an object or array; there are " + names + ")");
        }
        return value;
    }
}
