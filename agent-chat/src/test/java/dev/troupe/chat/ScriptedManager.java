package dev.troupe.chat;

import dev.troupe.chat.ChatMessage.TextMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Decides as a function of how often it was asked, and of the conversation; remembers how often that was. */
record ScriptedManager(BiFunction<Integer, ChatContext, CompletionStage<Step>> script)
        implements TeamManager<ScriptedManager.Count> {

    record Count(int asked) {}

    /**
     * What it decides.
     *
     * @param said what it says before
     * @param speakers whose turn it is; none for the end
     */
    record Step(List<String> said, List<String> speakers, boolean forget) {}

    static Step speak(String... speakers) {
        return new Step(List.of(), List.of(speakers), false);
    }

    static ScriptedManager of(Step... steps) {
        return new ScriptedManager((number, context) ->
                CompletableFuture.completedFuture(number <= steps.length ? steps[number - 1] : speak()));
    }

    @Override
    public String name() {
        return "manager";
    }

    @Override
    public Class<Count> memoryType() {
        return Count.class;
    }

    @Override
    public Count emptyMemory() {
        return new Count(0);
    }

    @Override
    public CompletionStage<Decision<Count>> decide(Count memory, List<ChatItem> conversation, ChatContext context) {
        var next = new Count(memory.asked() + 1);
        return script.apply(next.asked(), context).thenApply(step -> {
            var said = step.said().stream()
                    .map(text -> new TextMessage(context.nextOrigin(), text))
                    .toList();
            Decision<Count> decision = step.speakers().isEmpty()
                    ? Decision.stop(next, "the script is over")
                    : Decision.speak(next, step.speakers());
            var saying = decision.saying(said);
            return step.forget() ? saying.forgettingBefore() : saying;
        });
    }
}
