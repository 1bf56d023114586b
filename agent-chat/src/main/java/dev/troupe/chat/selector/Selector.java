package dev.troupe.chat.selector;

import dev.langchain4j.model.chat.ChatModel;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent.SelectSpeakerEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.NoSpeakerException;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.manager.Dialogue;
import dev.troupe.chat.manager.Members;
import dev.troupe.chat.manager.ModelSteps;
import dev.troupe.chat.manager.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The manager of a team in which a model chooses who speaks next. */
final class Selector implements TeamManager<SelectorMemory> {
    private final ChatModel model;
    private final SelectorManager.Asking asking;
    private final SelectorManager.Rules rules;
    private final Members members;
    private final Mentions mentions;

    Selector(ChatModel model, SelectorManager.Asking asking, SelectorManager.Rules rules, Members members) {
        this.model = model;
        this.asking = asking;
        this.rules = rules;
        this.members = members;
        this.mentions = new Mentions(members.names());
    }

    @Override
    public String name() {
        return "SelectorGroupChatManager";
    }

    @Override
    public Class<SelectorMemory> memoryType() {
        return SelectorMemory.class;
    }

    @Override
    public SelectorMemory emptyMemory() {
        return new SelectorMemory(null);
    }

    @Override
    public String stateType() {
        return "SelectorManagerState";
    }

    @Override
    public CompletionStage<Decision<SelectorMemory>> decide(
            SelectorMemory memory, List<ChatItem> conversation, ChatContext context) {
        try {
            return choose(memory, conversation, context).thenApply(speaker -> decision(speaker, context));
        } catch (RuntimeException e) {
            // Of a function of the application, or for what it has returned.
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<String> choose(SelectorMemory memory, List<ChatItem> conversation, ChatContext context) {
        Optional<String> selected = rules.selector().apply(conversation);
        if (selected.isPresent()) {
            return CompletableFuture.completedFuture(requireParticipant(selected.get()));
        }
        var choice = new Choice(candidates(memory, conversation), memory.previousSpeaker(), refusesRepeated());
        if (choice.candidates().size() == 1) {
            return CompletableFuture.completedFuture(choice.candidates().get(0));
        }
        return ask(1, Dialogue.of(prompt(choice, conversation)), choice, new ModelSteps(model, context));
    }

    private Decision<SelectorMemory> decision(String speaker, ChatContext context) {
        Decision<SelectorMemory> decision = Decision.speak(new SelectorMemory(speaker), speaker);
        return rules.teamEvents()
                ? decision.saying(List.of(new SelectSpeakerEvent(context.nextOrigin(), List.of(speaker))))
                : decision;
    }

    private String requireParticipant(String speaker) {
        if (!members.names().contains(speaker)) {
            throw new NoSpeakerException("Selector function returned an invalid speaker name: " + speaker
                    + ". Expected one of: " + Members.list(members.names()) + ".");
        }
        return speaker;
    }

    /** Whoever spoke last is among the candidates only if a function says so: then it may be chosen again. */
    private boolean refusesRepeated() {
        return !rules.repeated() && rules.candidates().isEmpty();
    }

    private List<String> candidates(SelectorMemory memory, List<ChatItem> conversation) {
        var function = rules.candidates();
        if (function.isPresent()) {
            return requireParticipants(function.get().apply(conversation));
        }
        return members.names().stream()
                .filter(name -> rules.repeated() || !name.equals(memory.previousSpeaker()))
                .toList();
    }

    private List<String> requireParticipants(List<String> candidates) {
        if (candidates.isEmpty()) {
            throw new NoSpeakerException("Candidate function must return a non-empty list of participant names."
                    + " Expected some of: " + Members.list(members.names()) + ".");
        }
        if (!members.names().containsAll(candidates)) {
            throw new NoSpeakerException("Candidate function returned invalid participant names: "
                    + Members.list(candidates) + ". Expected one of: " + Members.list(members.names()) + ".");
        }
        return candidates.stream().distinct().toList();
    }

    private String prompt(Choice choice, List<ChatItem> conversation) {
        List<ChatMessage> messages = conversation.stream()
                .filter(ChatMessage.class::isInstance)
                .map(ChatMessage.class::cast)
                .toList();
        String history = asking.history().apply(messages).stream()
                .map(message -> (message.source() + ": " + message.toText()).stripTrailing())
                .collect(Collectors.joining("\n\n"));
        return Template.fill(
                asking.prompt(),
                Map.of(
                        "roles",
                        members.roles(),
                        "participants",
                        Members.list(choice.candidates()),
                        "history",
                        history));
    }

    private CompletionStage<String> ask(int attempt, Dialogue dialogue, Choice choice, ModelSteps steps) {
        if (attempt > asking.attempts()) {
            return CompletableFuture.completedFuture(choice.whenNobodyIsChosen());
        }
        return steps.ask("select-speaker-" + attempt, dialogue.request()).thenCompose(answer -> {
            Set<String> named = mentions.in(answer);
            Optional<String> feedback = choice.feedback(named);
            return feedback.isPresent()
                    ? ask(attempt + 1, dialogue.answered(answer).asking(feedback.get()), choice, steps)
                    : CompletableFuture.completedFuture(named.iterator().next());
        });
    }

    /**
     * What a model can choose.
     *
     * @param previous who was chosen last
     * @param refusesPrevious whether that one must not be chosen
     */
    private record Choice(List<String> candidates, @Nullable String previous, boolean refusesPrevious) {

        /** Returns what is wrong with an answer that names {@code named}; empty if it is a choice. */
        Optional<String> feedback(Set<String> named) {
            String list = Members.list(candidates) + ".";
            if (named.size() > 1) {
                return Optional.of("Expected exactly one name to be mentioned. Please select only one from: " + list);
            }
            if (refusesPrevious && previous != null && named.contains(previous)) {
                return Optional.of("Repeated speaker is not allowed, please select a different name from: " + list);
            }
            return candidates.containsAll(named) && !named.isEmpty()
                    ? Optional.empty()
                    : Optional.of("No valid name was mentioned. Please select from: " + list);
        }

        String whenNobodyIsChosen() {
            return previous == null ? candidates.get(0) : previous;
        }
    }
}
