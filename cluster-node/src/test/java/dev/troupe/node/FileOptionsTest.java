package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that an argument names and that cannot be read is a wrong argument. */
class FileOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void namesTheOptionWhoseFileIsNotThere() {
        for (String option : List.of("--token-file", "--ca")) {
            assertRefused(option, "no.pem", "topics");
        }
        for (String command : List.of("node", "gateway", "config check", "config show", "config forget --yes")) {
            assertRefused("--config", "no.conf", command);
        }
        assertRefused("--config", "no.conf", "agent history notes/a");
    }

    @Test
    void namesTheOptionWhoseFileIsADirectory() {
        for (String option : List.of("--token-file", "--ca")) {
            assertRefused(option, directory.toString(), "topics");
        }
        assertRefused("--config", directory.toString(), "config check");
    }

    @Test
    void namesTheOptionWhoseFileIsNoText() throws Exception {
        var file = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        var ran = execute("config check", "--config", file.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).isEqualTo("troupe: --config: '" + file + "' (expected: a file in UTF-8)");
    }

    @Test
    void namesTheFileOfAMessage() {
        var missing = execute("send notes/a notes.Add @no.json");
        var folder = execute("send notes/a notes.Add", "@" + directory);

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).isEqualTo("troupe: JSON: 'no.json' (expected: a file that can be read)");
        assertThat(folder.code()).isEqualTo(2);
        assertThat(folder.err()).isEqualTo("troupe: JSON: '" + directory + "' (expected: a file that can be read)");
    }

    private static void assertRefused(String option, String file, String command) {
        var ran = execute(command, option, file);

        assertThat(ran.code()).as(command + ": " + ran.err()).isEqualTo(2);
        assertThat(ran.err())
                .as(command)
                .isEqualTo("troupe: " + option + ": '" + file + "' (expected: a file that can be read)");
    }

    private static NotesCluster.Ran execute(String command, String... more) {
        List<String> all = new ArrayList<>(List.of(command.split(" ", -1)));
        all.addAll(List.of(more));
        return NotesCluster.execute(all);
    }
}
