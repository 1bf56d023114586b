package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void refusesANumberOfNodesItCannotStart() {
        assertThat(refusal("--nodes", "0")).isEqualTo("--nodes: 0 (expected: 1 to 9)");
        assertThat(refusal("--nodes", "10")).isEqualTo("--nodes: 10 (expected: 1 to 9)");
        assertThat(refusal("--nodes", "x")).isEqualTo("Invalid value for option '--nodes': 'x' is not an int");
        assertThat(refusal("--kill", "--nodes", "1")).startsWith("--kill: needs --nodes 2 or more");
    }

    @Test
    void refusesAnInputWithoutDocuments() {
        Path nowhere = folder.resolve("nowhere");

        assertThat(refusal("--input", nowhere.toString()))
                .isEqualTo("--input: " + nowhere + " (expected: a folder with text files)");
        assertThat(refusal("--input", folder.toString()))
                .isEqualTo("--input: " + folder + " (expected: a folder with text files; skipped: nothing)");
    }

    @Test
    void refusesATenantWithoutAFolderWhereFoldersAreTenants() throws IOException {
        Files.createDirectories(folder.resolve("acme"));
        Files.writeString(folder.resolve("acme/a.txt"), "a");

        assertThat(refusal("--input", folder.toString(), "--tenants", "nobody"))
                .isEqualTo("--tenants: 'nobody' (expected: some of acme)");
        assertThat(refusal("--input", folder.toString(), "--tenants", ",acme"))
                .isEqualTo("--tenants: '' (expected: some of acme)");
    }

    /** Returns what it says when it does not start. */
    private static String refusal(String... arguments) {
        var said = new StringBuilder();
        var line = new CommandLine(new DemoCommand());
        line.setParameterExceptionHandler((thrown, given) -> {
            said.append(thrown.getMessage());
            return 2;
        });
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            said.append(thrown.getMessage());
            return 2;
        });
        line.execute(arguments);
        return said.toString();
    }
}
