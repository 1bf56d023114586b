package dev.troupe.chat.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.ChatEvent.SelectSpeakerEvent;
import dev.troupe.chat.NoSpeakerException;
import dev.troupe.chat.manager.Managed;
import dev.troupe.chat.manager.Member;
import dev.troupe.chat.manager.ScriptedModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectorManagerTest {
    private static final List<Member> CREW = Member.named("writer", "critic", "Fact_checker");

    private static Managed<?> managed(SelectorManager manager) {
        return Managed.by(manager.managing(CREW)).task("Write a line about rain.");
    }

    @Test
    void letsWhomTheModelNamesSpeak() {
        var managed = managed(SelectorManager.of(ScriptedModel.saying("I choose the critic.")));

        var decision = managed.decide();

        assertThat(decision.speakers()).containsExactly("critic");
        assertThat(decision.said()).isEmpty();
        assertThat(managed.memoryJson()).isEqualTo("{\"previous_speaker\":\"critic\"}");
        assertThat(managed.stateType()).isEqualTo("SelectorManagerState");
    }

    @Test
    void fillsRolesCandidatesAndHistoryIntoThePromptOnce() {
        var model = ScriptedModel.saying("writer", "critic");
        var managed = managed(SelectorManager.of(model).withPrompt("{roles}|{participants}|{history}|{other}"));
        managed.decide();
        managed.says("writer", "{roles} of rain\n");

        managed.decide();

        assertThat(model.questions().get(1))
                .isEqualTo("writer: does writer\ncritic: does critic\nFact_checker: does Fact_checker"
                        + "|['critic', 'Fact_checker']"
                        + "|user: Write a line about rain.\n\nwriter: {roles} of rain|{other}");
    }

    @Test
    void keepsADescriptionOfSeveralLinesOnOne() {
        var model = ScriptedModel.saying("a");
        var members = List.of(new Member("a", "does\n this"), new Member("b", "does that\n"));

        Managed.by(SelectorManager.of(model).withPrompt("{roles}").managing(members))
                .decide();

        assertThat(model.questions()).containsExactly("a: does this\nb: does that");
    }

    @Test
    void findsNamesWithSpacesOrEscapedUnderscores() {
        var spaces = managed(SelectorManager.of(ScriptedModel.saying("The Fact checker!")));
        var escaped = managed(SelectorManager.of(ScriptedModel.saying("Fact\\_checker")));

        assertThat(spaces.speakers()).containsExactly("Fact_checker");
        assertThat(escaped.speakers()).containsExactly("Fact_checker");
    }

    @Test
    void meansTheLongerOfTwoNamesOfWhichOneIsAPartOfTheOther() {
        var mentions = new Mentions(List.of("writer", "writer-2", "re_writer"));

        assertThat(mentions.in("writer-2")).containsExactly("writer-2");
        assertThat(mentions.in("the re writer")).containsExactly("re_writer");
        assertThat(mentions.in("writer, and writer-2.")).containsExactly("writer", "writer-2");
        assertThat(mentions.in("writers, underwriter, Writer")).isEmpty();
    }

    @Test
    void tellsTheModelWhatIsWrongWithItsAnswer() {
        var model = ScriptedModel.saying("nobody", "writer or critic", "critic");
        var managed = managed(SelectorManager.of(model));

        var speakers = managed.speakers();

        assertThat(speakers).containsExactly("critic");
        assertThat(model.questions().subList(1, 3))
                .containsExactly(
                        "No valid name was mentioned. Please select from: ['writer', 'critic', 'Fact_checker'].",
                        "Expected exactly one name to be mentioned."
                                + " Please select only one from: ['writer', 'critic', 'Fact_checker'].");
        assertThat(model.requests().get(2).messages()).hasSize(5);
    }

    @Test
    void doesNotLetTheSameParticipantSpeakTwiceInARow() {
        var model = ScriptedModel.saying("writer", "writer", "critic");
        var managed = managed(SelectorManager.of(model));
        managed.decide();

        var speakers = managed.speakers();

        assertThat(speakers).containsExactly("critic");
        assertThat(model.questions().get(2))
                .isEqualTo("Repeated speaker is not allowed, please select a different name from:"
                        + " ['critic', 'Fact_checker'].");
    }

    @Test
    void letsTheSameParticipantSpeakTwiceInARowIfThatIsAllowed() {
        var managed = managed(
                SelectorManager.of(ScriptedModel.saying("writer", "writer")).allowingRepeatedSpeaker());
        managed.decide();

        assertThat(managed.speakers()).containsExactly("writer");
    }

    @Test
    void takesTheFirstParticipantWhenTheModelNeverNamesOne() {
        var model = ScriptedModel.saying("?", "?", "?");

        assertThat(managed(SelectorManager.of(model)).speakers()).containsExactly("writer");
        assertThat(model.requests()).hasSize(3);
    }

    @Test
    void takesThePreviousSpeakerWhenTheModelNamesNobodyElse() {
        var model = ScriptedModel.saying("critic", "critic", "");
        var managed = managed(SelectorManager.of(model).withMaxAttempts(2));
        managed.decide();

        assertThat(managed.speakers()).containsExactly("critic");
    }

    @Test
    void doesNotAskTheModelWhenOneCandidateIsLeft() {
        var manager = SelectorManager.of(ScriptedModel.saying("a")).managing(Member.named("a", "b"));
        var managed = Managed.by(manager);

        assertThat(managed.speakers()).containsExactly("a");
        assertThat(managed.speakers()).containsExactly("b");
    }

    @Test
    void asksTheSelectorBeforeTheModel() {
        var model = ScriptedModel.saying("writer", "critic");
        var managed = managed(SelectorManager.of(model)
                .withSelector(conversation -> conversation.size() == 1 ? Optional.of("writer") : Optional.empty()));

        assertThat(managed.speakers()).containsExactly("writer");
        assertThat(model.requests()).isEmpty();
        assertThat(managed.says("writer", "Rain.").speakers()).containsExactly("critic");
        assertThat(model.questions().get(1)).startsWith("Repeated speaker is not allowed");
    }

    @Test
    void endsTheRunWhenTheSelectorNamesSomebodyElse() {
        var managed =
                managed(SelectorManager.of(ScriptedModel.saying()).withSelector(conversation -> Optional.of("editor")));

        assertThatThrownBy(managed::decide)
                .hasRootCauseInstanceOf(NoSpeakerException.class)
                .hasMessageContaining("Selector function returned an invalid speaker name: editor."
                        + " Expected one of: ['writer', 'critic', 'Fact_checker'].");
    }

    @Test
    void letsTheModelChooseFromTheCandidatesOnly() {
        var model = ScriptedModel.saying("Fact_checker", "critic");
        var managed = managed(SelectorManager.of(model).withCandidates(conversation -> List.of("writer", "critic")));

        assertThat(managed.speakers()).containsExactly("critic");
        assertThat(model.questions().get(1))
                .isEqualTo("No valid name was mentioned. Please select from: ['writer', 'critic'].");
    }

    @Test
    void letsACandidateBeWhoeverSpokeLast() {
        var managed = managed(SelectorManager.of(ScriptedModel.saying("critic", "critic"))
                .withCandidates(conversation -> List.of("writer", "critic")));
        managed.decide();

        assertThat(managed.speakers()).containsExactly("critic");
    }

    @Test
    void endsTheRunWhenThereIsNoCandidateOrOneIsUnknown() {
        var manager = SelectorManager.of(ScriptedModel.saying());
        var nobody = managed(manager.withCandidates(conversation -> List.of()));
        var somebody = managed(manager.withCandidates(conversation -> List.of("writer", "editor")));

        assertThatThrownBy(nobody::decide)
                .hasRootCauseInstanceOf(NoSpeakerException.class)
                .hasMessageContaining("Candidate function must return a non-empty list of participant names.")
                .hasMessageContaining("['writer', 'critic', 'Fact_checker']");
        assertThatThrownBy(somebody::decide)
                .hasRootCauseInstanceOf(NoSpeakerException.class)
                .hasMessageContaining("Candidate function returned invalid participant names: ['writer', 'editor']."
                        + " Expected one of: ['writer', 'critic', 'Fact_checker'].");
    }

    @Test
    void failsWithWhatAFunctionThrows() {
        var managed = managed(SelectorManager.of(ScriptedModel.saying()).withSelector(conversation -> {
            throw new IllegalStateException("no line");
        }));

        assertThatThrownBy(managed::decide).hasRootCauseMessage("no line");
    }

    @Test
    void showsTheModelTheLastMessagesOnly() {
        var model = ScriptedModel.saying("writer");
        var managed = managed(SelectorManager.of(model).withPrompt("{history}").withLastMessages(2));
        managed.says("writer", "Rain.").says("critic", "More.");

        managed.decide();

        assertThat(model.questions()).containsExactly("writer: Rain.\n\ncritic: More.");
    }

    @Test
    void tellsThoseWhoWatchWhomItHasChosen() {
        var managed = managed(SelectorManager.of(ScriptedModel.saying("writer")).emittingTeamEvents());

        var said = managed.decide().said();

        assertThat(said).singleElement().isInstanceOfSatisfying(SelectSpeakerEvent.class, event -> {
            assertThat(event.content()).containsExactly("writer");
            assertThat(event.source()).isEqualTo("SelectorGroupChatManager");
        });
    }

    @Test
    void doesNotAskTheModelAgainAfterACrash() {
        var model = ScriptedModel.saying("nobody", "critic");
        var managed = managed(SelectorManager.of(model)).crashBeforeStored();
        var lost = managed.decide();

        var again = managed.decide();

        assertThat(again).isEqualTo(lost);
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void refusesTeamsAndLimitsThatCannotWork() {
        var manager = SelectorManager.of(ScriptedModel.saying());

        assertThatThrownBy(() -> manager.managing(Member.named("a"))).hasMessage("participants: 1 (expected: >= 2)");
        assertThatThrownBy(() -> manager.managing(Member.named("a", "a")))
                .hasMessage("participant 'a': twice (expected: another name for each)");
        assertThatThrownBy(() -> manager.withMaxAttempts(0)).hasMessage("max attempts: 0 (expected: >= 1)");
        assertThatThrownBy(() -> manager.withLastMessages(0)).hasMessage("last messages: 0 (expected: >= 1)");
    }
}
