package dev.troupe.chat.magentic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.Capability;
import dev.troupe.chat.ChatEvent.SelectSpeakerEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.NoSpeakerException;
import dev.troupe.chat.Team;
import dev.troupe.chat.TeamManager.Decision;
import dev.troupe.chat.manager.Managed;
import dev.troupe.chat.manager.Member;
import dev.troupe.chat.manager.ScriptedModel;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MagenticOneManagerTest {
    private static final List<Member> CREW = Member.named("coder", "surfer");
    private static final String TASK = "Count the bridges of the town.";

    private static Managed<?> managed(MagenticOneManager manager) {
        return Managed.by(manager.managing(CREW));
    }

    private static Managed<?> managed(ScriptedModel model) {
        return managed(MagenticOneManager.of(model));
    }

    private static List<String> texts(Decision<?> decision) {
        return decision.said().stream().map(ChatItem::toText).toList();
    }

    @Test
    void tellsThePlanAndTheFirstInstruction() {
        var model = ScriptedModel.saying("the facts", "the plan", Ledgers.next("surfer", "Look for a list."));

        var decision = managed(model).task(TASK).decide();

        assertThat(decision.speakers()).containsExactly("surfer");
        assertThat(decision.forgetBefore()).isTrue();
        assertThat(decision.said()).hasSize(2).allMatch(item -> item.source().equals("MagenticOneOrchestrator"));
        assertThat(texts(decision).get(0))
                .contains(TASK, "coder: does coder\nsurfer: does surfer", "the facts", "the plan");
        assertThat(texts(decision).get(1)).isEqualTo("Look for a list.");
    }

    @Test
    void asksForFactsThenForAPlanThenForTheProgress() {
        var model = ScriptedModel.saying("the facts", "the plan", Ledgers.next("surfer", "Look for a list."));

        managed(model).task(TASK).decide();

        assertThat(model.questions().get(0)).contains(TASK, "1. GIVEN OR VERIFIED FACTS");
        assertThat(model.questions().get(1)).contains("coder: does coder\nsurfer: does surfer");
        assertThat(model.requests().get(1).messages()).hasSize(3);
        assertThat(model.questions().get(2)).contains(TASK, "(one of: coder, surfer)", "\"is_in_loop\": {");
        assertThat(model.requests().get(2).messages())
                .extracting(ScriptedModel::text)
                .first()
                .asString()
                .contains("the facts", "the plan");
    }

    @Test
    void remembersWithAutoGensNames() {
        var model = ScriptedModel.saying("the facts", "the plan", Ledgers.next("surfer", "Look for a list."));
        var managed = managed(model).task(TASK);

        managed.decide();

        assertThat(managed.memoryJson())
                .isEqualTo("{\"task\":\"" + TASK + "\",\"facts\":\"the facts\",\"plan\":\"the plan\",\"n_rounds\":1,"
                        + "\"n_stalls\":0,\"place\":{\"ledger\":\"item-1\",\"seen_until\":\"item-0\","
                        + "\"next_speaker\":\"surfer\"}}");
        assertThat(managed.stateType()).isEqualTo("MagenticOneOrchestratorState");
    }

    @Test
    void goesOnWithTheNextInstruction() {
        var model = ScriptedModel.saying(
                "facts", "plan", Ledgers.next("surfer", "Look for a list."), Ledgers.next("coder", "Count them."));
        var managed = managed(model).task(TASK);
        managed.decide();

        var decision = managed.says("surfer", "Here is a list.").decide();

        assertThat(decision.speakers()).containsExactly("coder");
        assertThat(decision.forgetBefore()).isFalse();
        assertThat(texts(decision)).containsExactly("Count them.");
        assertThat(model.requests().get(3).messages().subList(1, 3))
                .extracting(ScriptedModel::text)
                .containsExactly("Look for a list.", "Here is a list.");
    }

    @Test
    void answersTheTaskWhenItIsDone() {
        var model = ScriptedModel.saying(
                "facts", "plan", Ledgers.next("coder", "Count."), Ledgers.done("They are counted."), "Seven bridges.");
        var managed = managed(model).task(TASK);
        managed.decide();

        var decision = managed.says("coder", "7").decide();

        assertThat(decision.stopReason()).isEqualTo("They are counted.");
        assertThat(texts(decision)).containsExactly("Seven bridges.");
        assertThat(model.questions().get(4)).contains(TASK);
    }

    @Test
    void asksForTheAnswerWithAPromptOfTheApplication() {
        var model = ScriptedModel.saying("facts", "plan", Ledgers.done("Known."), "Seven.");

        var decision = managed(MagenticOneManager.of(model).withFinalAnswerPrompt("In one word: {task}"))
                .task(TASK)
                .decide();

        assertThat(model.questions().get(3)).isEqualTo("In one word: " + TASK);
        assertThat(decision.stopReason()).isEqualTo("Known.");
        assertThat(decision.said()).hasSize(2);
    }

    @Test
    void plansAgainWhenNothingMoves() {
        var model = ScriptedModel.saying(
                "facts",
                "plan",
                Ledgers.stalled(),
                Ledgers.looping(),
                "new facts",
                "new plan",
                Ledgers.next("surfer", "Look elsewhere."));
        var managed = managed(MagenticOneManager.of(model).withMaxStalls(2)).task(TASK);
        managed.decide();

        var decision = managed.says("coder", "I cannot.").decide();

        assertThat(decision.speakers()).containsExactly("surfer");
        assertThat(decision.forgetBefore()).isTrue();
        assertThat(texts(decision).get(0)).contains(TASK, "new facts", "new plan");
        assertThat(texts(decision).get(1)).isEqualTo("Look elsewhere.");
        assertThat(model.questions().get(4)).contains(TASK, "facts");
        assertThat(model.requests().get(6).messages()).hasSize(2);
        assertThat(managed.memoryJson()).contains("\"n_rounds\":3,\"n_stalls\":1");
    }

    @Test
    void showsTheModelOnlyWhatWasSaidSinceTheLastPlan() {
        var model = ScriptedModel.saying(
                "facts",
                "plan",
                Ledgers.stalled(),
                "new facts",
                "new plan",
                Ledgers.next("surfer", "Look."),
                Ledgers.next("coder", "Count."));
        var managed = managed(MagenticOneManager.of(model).withMaxStalls(1)).task(TASK);
        managed.decide();

        managed.says("surfer", "A list.").decide();

        assertThat(model.requests().get(6).messages().subList(1, 3))
                .extracting(ScriptedModel::text)
                .containsExactly("Look.", "A list.");
    }

    @Test
    void forgetsAStallWhenSomethingMoves() {
        var model = ScriptedModel.saying(
                "facts",
                "plan",
                Ledgers.stalled(),
                Ledgers.next("coder", "1"),
                Ledgers.stalled(),
                Ledgers.next("coder", "2"));
        var managed = managed(MagenticOneManager.of(model).withMaxStalls(2)).task(TASK);
        managed.decide();
        managed.says("coder", "a").decide();
        managed.says("coder", "b").decide();

        managed.says("coder", "c").decide();

        assertThat(managed.memoryJson()).contains("\"n_stalls\":0");
    }

    @Test
    void answersTheTaskWhenItHasTakenTooManyTurns() {
        var model = ScriptedModel.saying(
                "facts", "plan", Ledgers.next("coder", "1"), Ledgers.next("coder", "2"), "As far as I know: seven.");
        var managed = managed(MagenticOneManager.of(model).withMaxTurns(1)).task(TASK);
        managed.decide();
        managed.says("coder", "a").decide();

        var decision = managed.says("coder", "b").decide();

        assertThat(decision.stopReason()).isEqualTo("Max rounds reached.");
        assertThat(texts(decision)).containsExactly("As far as I know: seven.");
    }

    @Test
    void comesToAnEndWhenNoPlanHelps() {
        var model = ScriptedModel.saying(Stream.of(
                        List.of("facts", "plan"),
                        Collections.nCopies(4, Ledgers.stalled()).stream()
                                .flatMap(ledger -> Stream.of(ledger, "facts", "plan"))
                                .toList(),
                        List.of("I do not know."))
                .flatMap(List::stream)
                .toArray(String[]::new));

        var decision = managed(MagenticOneManager.of(model).withMaxTurns(3).withMaxStalls(1))
                .task(TASK)
                .decide();

        assertThat(decision.stopReason()).isEqualTo("Max rounds reached.");
        assertThat(decision.said()).hasSize(2);
    }

    @Test
    void sendsALedgerThatItCannotReadBack() {
        var model = ScriptedModel.saying(
                "facts",
                "plan",
                "Well.",
                Ledgers.next("boss", "Decide."),
                "```json\n" + Ledgers.next("coder", "Count.") + "\n```");

        var decision = managed(model).task(TASK).decide();

        assertThat(decision.speakers()).containsExactly("coder");
        assertThat(model.questions().get(3)).contains("no JSON object (expected: one)");
        assertThat(model.questions().get(4)).contains("next_speaker.answer: 'boss' (expected: one of [coder, surfer])");
        assertThat(model.requests().get(4).messages())
                .extracting(ScriptedModel::text)
                .contains("Well.");
    }

    @Test
    void failsWhenNoLedgerCanBeRead() {
        var model = ScriptedModel.saying(
                Stream.concat(Stream.of("facts", "plan"), Collections.nCopies(10, "Well.").stream())
                        .toArray(String[]::new));

        assertThatThrownBy(managed(model).task(TASK)::decide)
                .hasRootCauseMessage("no JSON object (expected: one)")
                .hasMessageContaining("Failed to parse ledger information after multiple retries.");
        assertThat(model.requests()).hasSize(12);
    }

    @Test
    void asksModelsThatCanForTheFormOfALedger() {
        var model = ScriptedModel.saying(
                Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA), "facts", "plan", Ledgers.next("coder", "Count."));

        managed(model).task(TASK).decide();

        assertThat(model.requests().get(1).responseFormat()).isNull();
        assertThat(model.requests().get(2).responseFormat().jsonSchema().name()).isEqualTo("LedgerEntry");
    }

    @Test
    void plansForANewTask() {
        var model = ScriptedModel.saying(
                "facts", "plan", Ledgers.next("coder", "Count."), "facts 2", "plan 2", Ledgers.next("coder", "Go."));
        var managed = managed(model).task(TASK);
        managed.decide();
        managed.says("coder", "7");

        var decision = managed.task("Count the towers").says("boss", "quickly.").decide();

        assertThat(decision.forgetBefore()).isTrue();
        assertThat(managed.memoryJson())
                .startsWith("{\"task\":\"Count the towers quickly.\",\"facts\":\"facts 2\",\"plan\":\"plan 2\","
                        + "\"n_rounds\":1,\"n_stalls\":0");
    }

    @Test
    void goesOnWithItsTaskWithoutANewOne() {
        var model = ScriptedModel.saying(
                "facts", "plan", Ledgers.next("coder", "Count."), Ledgers.next("coder", "Count again."));
        var managed = managed(model).task(TASK);
        managed.decide();

        assertThat(texts(managed.decide())).containsExactly("Count again.");
    }

    @Test
    void goesOnWithWhatAutoGenHasSaved() {
        var model = ScriptedModel.saying(Ledgers.next("coder", "Count."));
        var managed = managed(model)
                .says("MagenticOneOrchestrator", "Look.")
                .says("surfer", "A list.")
                .remembering("{\"task\":\"t\",\"facts\":\"f\",\"plan\":\"p\",\"n_rounds\":4,\"n_stalls\":2}");

        managed.decide();

        assertThat(managed.memoryJson())
                .startsWith("{\"task\":\"t\",\"facts\":\"f\",\"plan\":\"p\",\"n_rounds\":5,\"n_stalls\":1");
    }

    @Test
    void plansForANewTaskAfterWhatAutoGenHasSaved() {
        var model = ScriptedModel.saying("facts", "plan", Ledgers.next("coder", "Count."));
        var managed = managed(model)
                .says("MagenticOneOrchestrator", "Look.")
                .says("surfer", "A list.")
                .remembering("{\"task\":\"t\",\"facts\":\"f\",\"plan\":\"p\",\"n_rounds\":4,\"n_stalls\":2}");

        managed.task(TASK).decide();

        assertThat(managed.memoryJson()).startsWith("{\"task\":\"" + TASK + "\",\"facts\":\"facts\"");
    }

    @Test
    void needsATask() {
        assertThatThrownBy(managed(ScriptedModel.saying())::decide)
                .hasRootCauseInstanceOf(NoSpeakerException.class)
                .hasMessageContaining("task: nothing was said");
    }

    @Test
    void tellsThoseWhoWatchWhomItHasChosen() {
        var model = ScriptedModel.saying("facts", "plan", Ledgers.next("coder", "Count."));

        var decision = managed(MagenticOneManager.of(model).emittingTeamEvents())
                .task(TASK)
                .decide();

        assertThat(decision.said())
                .last()
                .isInstanceOfSatisfying(
                        SelectSpeakerEvent.class,
                        event -> assertThat(event.content()).containsExactly("coder"));
    }

    @Test
    void doesNotAskTheModelAgainAfterACrash() {
        var model = ScriptedModel.saying(
                "facts", "plan", Ledgers.stalled(), "facts", "plan", "Well.", Ledgers.next("coder", "Count."));
        var managed = managed(MagenticOneManager.of(model).withMaxStalls(1))
                .task(TASK)
                .crashBeforeStored();
        var lost = managed.decide();

        var again = managed.decide();

        assertThat(again).isEqualTo(lost);
        assertThat(model.requests()).hasSize(7);
    }

    @Test
    void refusesTeamsAndLimitsThatCannotWork() {
        var manager = MagenticOneManager.of(ScriptedModel.saying());
        var team = Team.roundRobin("inner", Member.named("a"));

        assertThatThrownBy(() -> manager.managing(List.of())).hasMessage("participants: 0 (expected: >= 1)");
        assertThatThrownBy(() -> manager.managing(List.of(team)))
                .hasMessage("participant 'inner': a team (expected: an agent)");
        assertThatThrownBy(() -> manager.withMaxTurns(0)).hasMessage("max turns: 0 (expected: >= 1)");
        assertThatThrownBy(() -> manager.withMaxStalls(0)).hasMessage("max stalls: 0 (expected: >= 1)");
    }
}
