package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What documents tell people to type of the programs beside the node; here, since this module has all of them. */
class DocumentedProgramsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND =
            Pattern.compile("\\./troupe ((?:demo|chat|bench|simulate)\\b(?:\"[^\"]*\"|[^\"`#|)\\n])*)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void everyCommandOfTheDocumentsIsOne() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (Path page : pages()) {
            COMMAND.matcher(Files.readString(page))
                    .results()
                    .forEach(found -> commands.add(found.group(1).strip()));
        }

        assertThat(commands).hasSizeGreaterThan(15);
        for (String command : commands) {
            assertThatCode(() -> parse(words(command))).as(command).doesNotThrowAnyException();
        }
    }

    /** As the launcher does: benchmarks have a program of their own. */
    private static void parse(List<String> words) {
        if (words.get(0).equals("bench")) {
            dev.troupe.bench.Main.commandLine()
                    .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        } else {
            Main.commandLine().parseArgs(words.toArray(String[]::new));
        }
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
                .map(word -> word.equals("SEED") ? "1" : word)
                .toList();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("sample-agents/python/README.md")));
        try (var found = Files.walk(ROOT.resolve("docs"))) {
            found.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }
}
