package dev.troupe.chat.magentic;

import dev.langchain4j.model.chat.ChatModel;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.NoSpeakerException;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.magentic.MagenticMemory.Place;
import dev.troupe.chat.manager.ModelSteps;
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
        String seenUntil = conversation.isEmpty()
                ? null
                : conversation.get(conversation.size() - 1).origin().id();
        var turn = new MagenticTurn(limits, prompts, new ModelSteps(model, context), seenUntil);
        Place place = memory.place();
        String task = newTask(place.speaker(), since(place.seenUntil(), conversation));
        if (!task.isEmpty()) {
            return turn.begin(task);
        }
        if (memory.task().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new NoSpeakerException("task: nothing was said (expected: a message that says what to do)"));
        }
        return turn.lookAtProgress(new MagenticTurn.Scene(memory, from(place.ledger(), conversation)));
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

    private static List<ChatItem> since(@Nullable String id, List<ChatItem> conversation) {
        return conversation.subList(place(id, conversation) + 1, conversation.size());
    }

    private static List<ChatItem> from(@Nullable String id, List<ChatItem> conversation) {
        return conversation.subList(Math.max(0, place(id, conversation)), conversation.size());
    }

    private static int place(@Nullable String id, List<ChatItem> conversation) {
        for (int i = conversation.size() - 1; i >= 0; i--) {
            if (conversation.get(i).origin().id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
