package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What documents and help tell people to type, typed against two nodes. Exit code 2 would say that it is wrong. */
class RunbookCommandsIT {
    private static final Path RUNBOOKS = Path.of("../docs/operations/runbooks.md");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {6}\\./troupe (.+)$");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^ {2}\\./run (.+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** They would end a node, which other commands need. */
    private static final Set<String> ENDING = Set.of("drain", "join");

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static NotesCluster cluster;

    @BeforeAll
    static void start() {
        cluster = NotesCluster.start(directory, "");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyCommandOfTheRunbooksIsOne() throws Exception {
        Set<String> commands = new TreeSet<>();
        COMMAND.matcher(Files.readString(RUNBOOKS)).results().forEach(found -> commands.add(found.group(1)));

        assertThat(commands).hasSizeGreaterThan(8);
        for (String command : commands) {
            assertRuns(words(command));
        }
    }

    @Test
    void everyExampleOfTheHelpIsOne() throws Exception {
        List<String> examples = new ArrayList<>();
        for (String leaf : leaves("", Main.commandLine())) {
            var help = NotesCluster.execute(List.of((leaf + " --help").split(" ", -1)));
            EXAMPLE.matcher(help.text()).results().forEach(found -> examples.add(found.group(1)));
        }

        assertThat(examples).hasSizeGreaterThan(15);
        for (String example : examples) {
            assertRuns(words(example));
        }
    }

    private static void assertRuns(List<String> words) throws Exception {
        if (words.stream().anyMatch(ENDING::contains)) {
            var parsed = Main.commandLine().parseArgs(words.toArray(String[]::new));
            assertThat(parsed.unmatched()).as(words.toString()).isEmpty();
            return;
        }
        List<String> all = new ArrayList<>(words);
        if (words.get(0).equals("listen")) {
            all.addAll(List.of("--limit", "0")); // it would wait for ever; this is refused when all else is right
        }
        boolean asksANode = !Set.of("config", "new", "token").contains(words.get(0));
        var ran = asksANode ? cluster.run(all.toArray(String[]::new)) : NotesCluster.execute(all);

        if (words.get(0).equals("listen")) {
            assertThat(ran.err()).startsWith("troupe: --limit: 0");
        } else {
            assertThat(ran.code()).as(words + ": " + ran.err()).isNotEqualTo(2);
        }
    }

    private static List<String> words(String command) throws Exception {
        List<String> words = new ArrayList<>();
        var matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(filledIn(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
        }
        return words;
    }

    private static String filledIn(String word) throws Exception {
        return switch (word) {
            case "ID" -> deadLetter();
            case "AGENT" -> "notes/ada";
            case "HOST:PORT" -> cluster.second.runtime().address();
            default -> word;
        };
    }

    /** Returns the id of a new dead letter: a command before may have purged the last one. */
    private static String deadLetter() throws Exception {
        cluster.first
                .runtime()
                .send(NotesAgent.TYPE.ref("dead"), new NotesAgent.Add(""))
                .toCompletableFuture()
                .get(NotesCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var letters = cluster.run("dead-letters", "list", "--all", "--json").out();
        return Json.parse(letters.get(letters.size() - 1), JsonNode.class)
                .path("id")
                .asText();
    }

    private static List<String> leaves(String path, CommandLine line) {
        if (line.getSubcommands().isEmpty()) {
            return List.of(path.strip());
        }
        List<String> leaves = new ArrayList<>();
        for (var command : line.getSubcommands().entrySet()) {
            leaves.addAll(leaves(path + " " + command.getKey(), command.getValue()));
        }
        return leaves;
    }
}
