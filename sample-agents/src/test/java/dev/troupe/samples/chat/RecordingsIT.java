package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.testkit.RecordingChatModel;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.standalone.StandaloneRuntime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recordings that come with the teams; the launcher says where they are. */
class RecordingsIT {
    private static final Path MADE = Path.of("target", "recordings");
    private static final Path SHIPPED = Path.of("recordings");

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(MADE);
    }

    /** Where this fails, the team has changed: look at what is made in {@code target/recordings}, and copy it. */
    @Test
    void areWhatTheTeamsOfTodayAskTheirModels() throws IOException {
        Path madeDefault = record(SampleTeam.DEFAULT, Scripts.defaultTeam(), Scripts.DEFAULT_TASK);
        Path madeResearch = record(SampleTeam.RESEARCH, Scripts.researchTeam(), Scripts.RESEARCH_TASK);

        assertThat(SHIPPED.resolve("default.jsonl")).hasSameTextualContentAs(madeDefault);
        assertThat(SHIPPED.resolve("research.jsonl")).hasSameTextualContentAs(madeResearch);
    }

    @Test
    void replayTheDefaultTeamWithItsTask() {
        var chat = Chat.run("--replay", SHIPPED.resolve("default.jsonl").toString());

        assertThat(chat.err()).isEmpty();
        assertThat(chat.exitCode()).isZero();
        assertThat(chat.out()).isEqualTo("""
                        team: default, model: default.jsonl of replay
                        user: %s
                        assistant  -> calculate {"expression": "1000 / 24"}
                        assistant  <- calculate: 41.66666666666666666666666666666667
                        assistant  -> calculate {"expression": "42 * 24 - 1000"}
                        assistant  <- calculate: 8
                        assistant: You need 42 crates.
                        critic: The number of empty places is missing.
                        assistant: You need 42 crates: 41 hold only 984 bottles. 8 places stay empty.
                        critic: APPROVE
                        """.formatted(Scripts.DEFAULT_TASK) + chat.lastLine());
        assertThat(chat.lastLine())
                .matches("stopped: Text 'APPROVE' mentioned \\(messages: 5, tokens: \\d+ prompt, \\d+"
                        + " completion\\)\n");
    }

    @Test
    void replayTheResearchTeamWithItsTask() {
        var chat = Chat.run(
                "--team",
                "research",
                "--replay",
                SHIPPED.resolve("research.jsonl").toString());

        assertThat(chat.err()).isEmpty();
        assertThat(chat.exitCode()).isZero();
        assertThat(chat.out())
                .containsSubsequence(
                        "user: " + Scripts.RESEARCH_TASK,
                        "next: planner",
                        "planner: What becomes of the state",
                        "next: researcher",
                        "researcher  -> search_notes",
                        "researcher  <- search_notes: [Durable agents]",
                        "researcher: An agent lives in memory",
                        "next: critic",
                        "critic: It does not say",
                        "researcher: An agent in memory starts again",
                        "critic: APPROVE",
                        "stopped: Text 'APPROVE' mentioned");
    }

    @Test
    void haveNoAnswerToAnotherTask() {
        var chat = Chat.run(
                "--task", "Sing.", "--replay", SHIPPED.resolve("default.jsonl").toString());

        assertThat(chat.exitCode()).isEqualTo(1);
        assertThat(chat.err())
                .startsWith("troupe: model 'default.jsonl' of replay: replay: the request is not in ")
                .contains("leave --task out, or record this with --record.")
                .hasLineCount(1);
    }

    private static Path record(SampleTeam sample, ReplayChatModel script, String task) throws IOException {
        Path file = MADE.resolve(sample.word() + ".jsonl");
        Files.deleteIfExists(file);
        try (var recording = RecordingChatModel.start(script.model(), file)) {
            var meter = new MeteredModel(recording.model());
            var team = sample.of(meter.model());
            var said = new StringWriter();
            var console = new ChatSession.Console(new PrintWriter(new StringWriter()), new PrintWriter(said));
            try (var runtime = StandaloneRuntime.start(team.definitions().toArray(AgentDefinition<?, ?>[]::new))) {
                assertThat(new ChatSession(runtime, team, meter, console).give(task))
                        .as("a result; instead %s", said)
                        .isTrue();
            }
        }
        return file;
    }
}
