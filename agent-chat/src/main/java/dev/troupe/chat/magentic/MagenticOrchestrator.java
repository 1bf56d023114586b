package dev.troupe.chat.magentic;

import dev.langchain4j.model.chat.ChatModel;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.NoSpeakerException;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.magentic.MagenticMemory.Place;
import dev.troupe.chat.manager.ModelSteps;
import dev.troupe.chat.manager.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The manager of a team that is led by a model: finds out whether there is a new task, and has a turn go on from there. */
record MagenticOrchestrator(ChatModel model, MagenticOneManager.Limits limits, MagenticPrompts prompts)
        implements TeamManager<MagenticMemory> {
    static final String NAME = "MagenticOneOrchestrator";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<MagenticMemory> memoryType() {
        return MagenticMemory.class;
    }

    @Override
    public MagenticMemory emptyMemory() {
        return MagenticMemory.empty();
    }

    @Override
    public String stateType() {
        return "MagenticOneOrchestratorState";
    }

    @Override
    public CompletionStage<Decision<MagenticMemory>> decide(
            MagenticMemory memory, List<ChatItem> conversation, ChatContext context) {
        var turn = new MagenticTurn(limits, prompts, new ModelSteps(model, context), Places.end(conversation));
        Place place = memory.place();
        String task = newTask(place.speaker(), unseen(memory, conversation));
        if (!task.isEmpty()) {
            return turn.begin(task);
        }
        if (memory.task().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new NoSpeakerException("task: nothing was said (expected: a message that says what to do)"));
        }
        return turn.lookAtProgress(new MagenticTurn.Scene(memory, Places.from(place.ledger(), conversation)));
    }

    private List<ChatItem> unseen(MagenticMemory memory, List<ChatItem> conversation) {
        String seenUntil = memory.place().seenUntil();
        if (seenUntil != null || memory.task().isEmpty()) {
            return Places.after(seenUntil, conversation);
        }
        // AutoGen saves no place, but nobody of the team has spoken since.
        int next = conversation.size();
        while (next > 0 && !ofTeam(conversation.get(next - 1))) {
            next--;
        }
        return conversation.subList(next, conversation.size());
    }

    private boolean ofTeam(ChatItem item) {
        return item.source().equals(NAME) || prompts.members().names().contains(item.source());
    }

    /** Returns what others than the orchestrator and the speaker have said; a speaker says one thing in a turn. */
    private static String newTask(@Nullable String speaker, List<ChatItem> items) {
        List<ChatMessage> messages = items.stream()
                .filter(ChatMessage.class::isInstance)
                .map(ChatMessage.class::cast)
                .filter(message -> !message.source().equals(NAME))
                .collect(Collectors.toCollection(ArrayList::new));
        messages.stream()
                .filter(message -> message.source().equals(speaker))
                .findFirst()
                .ifPresent(messages::remove);
        return messages.stream().map(ChatMessage::toText).collect(Collectors.joining(" "));
    }
}
