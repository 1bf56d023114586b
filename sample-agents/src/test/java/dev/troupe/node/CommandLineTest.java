package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds the guide to the commands that there are; here, since this module has all of them. */
class CommandLineTest {
    private static final Path GUIDE = Path.of("..", "docs", "operations", "command-line.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `troupe ([a-z -]+?)(?: [A-Z].*?)?` \\|");

    @Test
    void theGuideHasEveryCommand() throws IOException {
        var rows = ROW.matcher(Files.readString(GUIDE))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rows)
                .as("rows of docs/operations/command-line.md, one for each command that has no commands of its own")
                .containsExactlyInAnyOrderElementsOf(leaves("", Main.commandLine()));
    }

    @Test
    void everyCommandSaysWhatItDoes() {
        for (String leaf : leaves("", Main.commandLine())) {
            var out = new StringWriter();
            var arguments =
                    new ArrayList<>(Pattern.compile(" ").splitAsStream(leaf).toList());
            arguments.add("--help");

            int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute(arguments.toArray(String[]::new));

            assertThat(code).as(leaf).isZero();
            assertThat(out.toString()).as(leaf).contains("Usage: troupe " + leaf);
        }
    }

    @Test
    void theHelpHasEveryCommandInAGroup() {
        var line = Main.commandLine();
        var out = new StringWriter();

        int code = line.setOut(new PrintWriter(out, true)).execute("--help");

        assertThat(CommandGroups.rest(line.getSubcommands())).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Run a node:", "Look at a running cluster:", "Act on agents:", "Develop:", "  dead-letters ")
                .doesNotContain("Other:", "\u001b");
    }

    @Test
    void wrongArgumentsAndWrongSettingsEndWithTwo() {
        assertThat(run("nod")).isEqualTo(2);
        assertThat(run("node", "--prot", "1")).isEqualTo(2);
        assertThat(run("config", "check", "--set", "troupe.cluster.prot=1")).isEqualTo(2);
        assertThat(run("node", "--set", "troupe.cluster.prot=1")).isEqualTo(2);
        assertThat(run("config", "check")).isZero();
    }

    @Test
    void theScriptOfAShellKnowsCommandsAndOptions() {
        var out = new StringWriter();

        int code = Main.commandLine().setOut(new PrintWriter(out, true)).execute("completion");

        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_troupe -o default troupe")
                .contains("--management-port")
                .contains("config");
    }

    private static int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }

    private static List<String> leaves(String path, CommandLine line) {
        if (line.getSubcommands().isEmpty()) {
            return List.of(path.strip());
        }
        List<String> leaves = new ArrayList<>();
        line.getSubcommands().forEach((name, command) -> leaves.addAll(leaves(path + " " + name, command)));
        return leaves;
    }
}
