package dev.troupe.chat;

import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.contract.ContractTeams;
import dev.troupe.testkit.simulation.Faults;
import dev.troupe.testkit.simulation.Simulation;
import dev.troupe.testkit.simulation.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Durable teams say the same, whatever happens to nodes, network and database: what they say is a function of what they
 * hear. A task that did not get as far as the team is not begun; one that was is neither lost nor done twice.
 */
class TeamSimulationTest {
    private static final int SEEDS = 30;
    private static final int TALKS = 6;
    /** The faults end after 20 seconds: by then all that was begun has to be over. */
    private static final Duration LATER = Duration.ofSeconds(100);

    /**
     * What a team is told: a task in the middle of the faults, another one behind it when there are none.
     *
     * @param first has turns that take their time
     */
    private record Talk(Team team, String first, String second) {}

    private static final List<Talk> TALKS_OF_TEAMS = List.of(
            new Talk(
                    ContractTeams.OPEN.durable(),
                    "a: work 1; b: work 2; c: work 3; a: recall; b: work 4; c: say TERMINATE",
                    "a: recall; b: recall; c: recall; a: stop enough"),
            new Talk(
                    ContractTeams.SWARM.durable(),
                    "a: work 1; a: hand c; c: work 2; c: hand b; b: work 3; b: say TERMINATE",
                    "b: hand a; a: recall; a: say TERMINATE"),
            new Talk(
                    ContractTeams.OUTER.durable(),
                    "x: work 1; y: work 2; b: work 3; x: work 4; y: recall",
                    "b: recall; x: recall; y: recall"));

    /** What came of a conversation: the first task, which may be lost with its node, and the second. */
    private static final class Answers {
        private CompletableFuture<TaskResult> first = new CompletableFuture<>();
        private CompletableFuture<TaskResult> second = new CompletableFuture<>();
    }

    @Test
    void saysWhatItSaysUndisturbedWhateverHappensToNodesAndNetwork() throws Exception {
        int begun = 0;
        int lost = 0;
        for (var talk : TALKS_OF_TEAMS) {
            var whole = undisturbed(talk.team(), talk.first(), talk.second());
            var secondOnly = undisturbed(talk.team(), talk.second());
            for (long seed = 0; seed < SEEDS; seed++) {
                for (var said : simulate(talk, seed, Faults.all())) {
                    boolean isWhole = said.get(0).equals(talk.first());
                    assertThat(said)
                            .as("%s, seed %d", talk.team().name(), seed)
                            .isEqualTo(isWhole ? whole : secondOnly);
                    begun += isWhole ? 1 : 0;
                    lost += isWhole ? 0 : 1;
                }
            }
        }
        assertThat(begun).as("conversations under faults").isGreaterThan(TALKS * SEEDS);
        assertThat(lost)
                .as("tasks that ended with the node where they were given")
                .isLessThan(begun / 4);
    }

    @Test
    void losesNothingWithoutFaults() throws Exception {
        for (var talk : TALKS_OF_TEAMS) {
            var whole = undisturbed(talk.team(), talk.first(), talk.second());
            for (long seed = 0; seed < 5; seed++) {
                assertThat(simulate(talk, seed, Faults.none()))
                        .as("%s, seed %d", talk.team().name(), seed)
                        .hasSize(TALKS)
                        .containsOnly(whole);
            }
        }
    }

    private static List<String> undisturbed(Team team, String... tasks) throws Exception {
        try (var runtime = start(team)) {
            List<String> all = new ArrayList<>();
            for (String task : tasks) {
                all.addAll(texts(get(team.conversation(runtime, "undisturbed").run(task))));
            }
            return all;
        }
    }

    /** Returns what is stored of each conversation. */
    private static List<List<String>> simulate(Talk talk, long seed, Faults faults) {
        Map<String, Answers> answers = new LinkedHashMap<>();
        List<List<String>> said = new ArrayList<>();
        Simulation.seed(seed)
                .agents(talk.team().definitions().toArray(AgentDefinition<?, ?>[]::new))
                .faults(faults)
                .workload(world -> {
                    for (int number = 0; number < TALKS; number++) {
                        String key = "talk-" + number;
                        int node = number % world.nodeCount();
                        var of = new Answers();
                        answers.put(key, of);
                        world.at(
                                Duration.ofSeconds(3L * number),
                                () -> of.first = give(world, node, talk, key, talk.first()));
                        world.at(LATER, () -> of.second = give(world, node, talk, key, talk.second()));
                    }
                })
                .check(world -> answers.forEach((key, of) -> said.add(checked(world, talk, key, of))))
                .run();
        return said;
    }

    /** Gives a task at a node that is up; it may go down right after that. */
    private static CompletableFuture<TaskResult> give(World world, int from, Talk talk, String key, String task) {
        var origin = Origin.of(
                key + "-" + world.clock().millis(), "user", world.clock().instant());
        var run = new Run(List.of(new TextMessage(origin, task)), false, null, null);
        var answer = new CompletableFuture<TaskResult>();
        for (int more = 0; more < world.nodeCount() && isUnanswerable(answer, more); more++) {
            int node = (from + more) % world.nodeCount();
            answer = world.ask(
                            node,
                            talk.team().type().ref(key),
                            run,
                            talk.team().options().runTimeout())
                    .toCompletableFuture();
        }
        return answer;
    }

    private static boolean isUnanswerable(CompletableFuture<TaskResult> answer, int tries) {
        return tries == 0 || answer.isCompletedExceptionally();
    }

    private static List<String> checked(World world, Talk talk, String key, Answers of) {
        var state = world.stored(talk.team().type().ref(key), TeamState.class);
        var all = state.conversation().stream().map(ChatItem::toText).toList();

        assertThat(state.run()).as("run of %s", key).isNull();
        assertThat(state.conversation().stream().map(item -> item.origin().id()))
                .as("ids in %s", key)
                .doesNotHaveDuplicates();
        assertThat(of.second).as("second task of %s", key).isCompleted();
        var second = texts(of.second.join());
        if (of.first.isCompletedExceptionally()) {
            assertThat(of.first)
                    .as("first task of %s", key)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContaining("UNAVAILABLE");
        }
        boolean answered = of.first.isDone() && !of.first.isCompletedExceptionally();
        var first = answered ? texts(of.first.join()) : all.subList(0, all.size() - second.size());
        assertThat(all)
                .as("what is stored of %s, and what was answered", key)
                .isEqualTo(Stream.concat(first.stream(), second.stream()).toList());
        return all;
    }
}
