package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What documents and help tell people to type, typed against two nodes. Exit code 2 would say that it is wrong. */
class DocumentedCommandsIT {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND =
            Pattern.compile("\\./(?:troupe|run) ((?:'[^']*'|\"[^\"]*\"|[^'\"`#|)&>\n])+)");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^ {2}\\./run (.+)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** Programs of other modules: DocumentedProgramsTest has them. */
    private static final Set<String> ELSEWHERE = Set.of("demo", "chat", "bench", "simulate");

    /** What would end a node that others need, or run one, or write where the test runs, or need what is only in the text. */
    private static final Set<String> PARSED_ONLY = Set.of(
            "drain", "join", "node", "gateway", "new", "agent", "replay", "forget", "--config", "--ca", "notes.Clear");

    private static final Set<String> WITHOUT_NODE = Set.of("config", "token", "completion");

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
    void everyCommandOfTheDocumentsIsOne() throws Exception {
        Set<String> commands = new TreeSet<>();
        for (Path page : pages()) {
            COMMAND.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1).strip())
                    .filter(command -> !ELSEWHERE.contains(command.split(" ", 2)[0]) && !command.equals("COMMAND"))
                    .forEach(commands::add);
        }

        assertThat(commands).hasSizeGreaterThan(50);
        assertSoftly(softly -> commands.forEach(command -> softly.check(() -> assertRuns(words(command)))));
    }

    @Test
    void everyExampleOfTheHelpIsOne() throws Exception {
        List<String> examples = new ArrayList<>();
        for (String leaf : leaves("", Main.commandLine())) {
            var help = NotesCluster.execute(List.of((leaf + " --help").split(" ", -1)));
            EXAMPLE.matcher(help.text()).results().forEach(found -> examples.add(found.group(1)));
        }

        assertThat(examples).hasSizeGreaterThan(15);
        assertSoftly(softly -> examples.forEach(example -> softly.check(() -> assertRuns(words(example)))));
    }

    private static void assertRuns(List<String> words) throws Exception {
        if (isOnlyNamed(words)) {
            return;
        }
        assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(String[]::new)))
                .as(words.toString())
                .doesNotThrowAnyException();
        if (words.stream().anyMatch(PARSED_ONLY::contains)) {
            return;
        }
        List<String> all = new ArrayList<>(words);
        if (words.get(0).equals("listen")) {
            all.addAll(List.of("--limit", "0")); // it would wait for ever; this is refused when all else is right
        }
        boolean asksANode = !WITHOUT_NODE.contains(words.get(0));
        var ran = asksANode ? cluster.run(all.toArray(String[]::new)) : NotesCluster.execute(all);

        if (words.get(0).equals("listen")) {
            assertThat(ran.err()).startsWith("troupe: --limit: 0");
        } else {
            assertThat(ran.code()).as(words + ": " + ran.err()).isNotEqualTo(2);
        }
    }

    /** Tells whether text only names a command, or a group of them, that does nothing without arguments. */
    private static boolean isOnlyNamed(List<String> words) {
        var command = Main.commandLine();
        for (String word : words) {
            command = command.getSubcommands().get(word);
            if (command == null) {
                return false;
            }
        }
        return !command.getSubcommands().isEmpty()
                || command.getCommandSpec().args().stream().anyMatch(argument -> argument.required());
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("cluster-node/src/main/resources/dev/troupe/node/create/project/README.md")));
        try (var found = Files.walk(ROOT.resolve("docs"))) {
            found.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    /** Returns the words without the address of a node, which is another one here. */
    private static List<String> words(String command) throws Exception {
        List<String> words = new ArrayList<>();
        var matcher = WORD.matcher(command.replaceAll(" --node (http\\S+|URL)", ""));
        while (matcher.find()) {
            words.add(filledIn(Stream.of(matcher.group(1), matcher.group(2), matcher.group(3))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow()));
        }
        return words;
    }

    private static String filledIn(String word) throws Exception {
        return switch (word) {
            case "ID" -> deadLetter();
            case "AGENT", "TYPE/KEY", "order/o1", "order/42" -> "notes/ada";
            case "TURN" -> "1";
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
