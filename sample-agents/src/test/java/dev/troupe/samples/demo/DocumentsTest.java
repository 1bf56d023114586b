package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.samples.demo.Documents.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    private Path folder;

    @Test
    void givesATenantTheFilesOfItsFolderAndDealsOutTheOthers() throws IOException {
        write("acme/a.txt", "of acme");
        write("globex/deep/g.txt", "of globex");
        write("one.txt", "for anybody");
        write("two.txt", "for anybody");

        var documents = Documents.read(folder, Documents.tenantsOf(folder));

        assertThat(documents.all())
                .extracting(Document::id)
                .containsExactly("acme:acme/a.txt", "globex:globex/deep/g.txt", "acme:one.txt", "globex:two.txt");
    }

    @Test
    void doesNotGiveATenantTheFilesOfAnother() throws IOException {
        write("acme/a.txt", "of acme");
        write("globex/g.txt", "of globex");

        var documents = Documents.read(folder, List.of("globex"));

        assertThat(documents.all()).extracting(Document::name).containsExactly("globex/g.txt");
    }

    @Test
    void skipsWithAReasonWhatIsNotText() throws IOException {
        write("empty.txt", " \n");
        write("large.txt", "x".repeat(Documents.MAX_BYTES + 1));
        Files.write(folder.resolve("picture"), new byte[] {(byte) 0xff, (byte) 0xd8});

        var documents = Documents.read(folder, List.of("acme"));

        assertThat(documents.all()).isEmpty();
        assertThat(documents.skipped())
                .containsExactly(
                        "empty.txt: empty",
                        "large.txt: 1048577 bytes (expected: at most 1048576)",
                        "picture: not UTF-8 text");
    }

    @Test
    void leavesOutWhatIsHidden() throws IOException {
        write(".git/config", "hidden");
        write(".hidden", "hidden");
        write("a.txt", "seen");

        assertThat(Documents.tenantsOf(folder)).isEmpty();
        assertThat(Documents.read(folder, List.of("acme")).all())
                .extracting(Document::name)
                .containsExactly("a.txt");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
