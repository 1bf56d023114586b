package dev.troupe.chat.magentic;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.troupe.chat.ChatEvent.SelectSpeakerEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.TeamManager.Decision;
import dev.troupe.chat.magentic.ProgressLedger.NotALedger;
import dev.troupe.chat.manager.Dialogue;
import dev.troupe.chat.manager.ModelSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the orchestrator.
 *
 * @param seenUntil the last item of the conversation
 */
record MagenticTurn(
        MagenticOneManager.Limits limits,
        MagenticPrompts prompts,
        ModelSteps model,
        @Nullable String seenUntil) {
    /** AutoGen's text. */
    private static final String NO_LEDGER = "Failed to parse ledger information after multiple retries. ";

    /**
     * How far the turn is.
     *
     * @param thread what the model is shown of the conversation
     * @param ledger the plan that the participants are told of at the end of the turn; null if they know it
     */
    record Scene(
            MagenticMemory memory,
            List<ChatItem> thread,
            @Nullable ChatMessage ledger) {
        Scene(MagenticMemory memory, List<ChatItem> thread) {
            this(memory, thread, null);
        }

        Scene with(MagenticMemory now) {
            return new Scene(now, thread, ledger);
        }

        Dialogue dialogue() {
            Dialogue dialogue = new Dialogue(List.of());
            for (ChatItem item : thread) {
                if (item instanceof ChatMessage message) {
                    dialogue = message.source().equals(MagenticOrchestrator.NAME)
                            ? dialogue.answered(message.toText())
                            : dialogue.heard(message.source(), message.toText());
                }
            }
            return dialogue;
        }
    }

    CompletionStage<Decision<MagenticMemory>> begin(String task) {
        var memory = MagenticMemory.of(task);
        var survey = Dialogue.of(prompts.facts(memory));
        return model.ask("facts", survey.request()).thenCompose(facts -> {
            var planning = survey.answered(facts).asking(prompts.plan(memory));
            return model.ask("plan", planning.request())
                    .thenCompose(plan -> tell(memory.withFacts(facts).withPlan(plan)));
        });
    }

    /** Has the team begin with a plan. */
    private CompletionStage<Decision<MagenticMemory>> tell(MagenticMemory memory) {
        var ledger = say(prompts.ledger(memory));
        return lookAtProgress(new Scene(memory.withLedger(ledger.origin().id()), List.of(ledger), ledger));
    }

    CompletionStage<Decision<MagenticMemory>> lookAtProgress(Scene scene) {
        if (scene.memory().rounds() > limits.maxTurns()) {
            return answer(scene, "Max rounds reached.");
        }
        Scene next = scene.with(scene.memory().nextRound());
        return askForLedger(1, next, scene.dialogue().asking(prompts.progress(next.memory())))
                .thenCompose(ledger -> goOn(next, ledger));
    }

    private CompletionStage<Decision<MagenticMemory>> goOn(Scene scene, ProgressLedger ledger) {
        if (ledger.satisfied().isPresent()) {
            return answer(scene, ledger.satisfied().get());
        }
        int stalls = scene.memory().stalls();
        Scene now = scene.with(scene.memory().withStalls(ledger.moving() ? Math.max(0, stalls - 1) : stalls + 1));
        return now.memory().stalls() >= limits.maxStalls()
                ? planAgain(now)
                : CompletableFuture.completedFuture(instruct(now, ledger));
    }

    private CompletionStage<ProgressLedger> askForLedger(int attempt, Scene scene, Dialogue dialogue) {
        String step = "progress-" + scene.memory().rounds() + "-" + attempt;
        return model.ask(step, ledgerRequest(dialogue)).thenCompose(answer -> {
            try {
                return CompletableFuture.completedFuture(
                        ProgressLedger.parse(answer, prompts.members().names()));
            } catch (NotALedger e) {
                Dialogue corrected = dialogue.answered(answer).asking(prompts.progressAgain(e.problem()));
                return attempt < MagenticOneManager.MAX_JSON_RETRIES
                        ? askForLedger(attempt + 1, scene, corrected)
                        : CompletableFuture.failedFuture(new IllegalStateException(NO_LEDGER + e.problem(), e));
            }
        });
    }

    private ChatRequest ledgerRequest(Dialogue dialogue) {
        if (!model.model().supportedCapabilities().contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA)) {
            return dialogue.request();
        }
        return ChatRequest.builder()
                .messages(dialogue.messages())
                .responseFormat(ProgressLedger.format(prompts.members().names()))
                .build();
    }

    private CompletionStage<Decision<MagenticMemory>> planAgain(Scene scene) {
        MagenticMemory memory = scene.memory();
        var revising = scene.dialogue().asking(prompts.factsUpdate(memory));
        return model.ask("facts-" + memory.rounds(), revising.request()).thenCompose(facts -> {
            var planning = revising.answered(facts).asking(prompts.planUpdate(memory));
            return model.ask("plan-" + memory.rounds(), planning.request())
                    .thenCompose(plan -> tell(memory.withFacts(facts).withPlan(plan)));
        });
    }

    private Decision<MagenticMemory> instruct(Scene scene, ProgressLedger ledger) {
        String speaker = ledger.nextSpeaker();
        List<ChatItem> said = new ArrayList<>();
        said.add(say(ledger.instruction()));
        if (limits.teamEvents()) {
            said.add(new SelectSpeakerEvent(model.context().nextOrigin(), List.of(speaker)));
        }
        return after(scene, Decision.speak(scene.memory().waitingFor(speaker, seenUntil), speaker), said);
    }

    private CompletionStage<Decision<MagenticMemory>> answer(Scene scene, String stopReason) {
        var dialogue = scene.dialogue().asking(prompts.finalAnswer(scene.memory()));
        return model.ask("final-answer", dialogue.request()).thenApply(text -> {
            MagenticMemory done = scene.memory().waitingFor(null, seenUntil);
            return after(scene, Decision.stop(done, stopReason), List.of(say(text)));
        });
    }

    /** Has a new plan said before, to participants that know nothing but it. */
    private static Decision<MagenticMemory> after(
            Scene scene, Decision<MagenticMemory> decision, List<ChatItem> items) {
        if (scene.ledger() == null) {
            return decision.saying(items);
        }
        List<ChatItem> said = new ArrayList<>(items);
        said.add(0, scene.ledger());
        return decision.saying(said).forgettingBefore();
    }

    private TextMessage say(String text) {
        return new TextMessage(model.context().nextOrigin(), text);
    }
}
