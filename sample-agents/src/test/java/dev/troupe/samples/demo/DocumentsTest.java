package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.troupe.message.Json;
import dev.troupe.samples.demo.Documents.Document;
import dev.troupe.samples.triage.DocumentReceived;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    private static final List<String> TENANTS = List.of("acme", "globex");
    private static final byte[] NOT_UTF_8 = {'a', (byte) 0xff, 'b'};

    @TempDir
    private Path folder;

    @Test
    void givesATenantWhatIsInItsFolder() throws IOException {
        write("globex/one.txt", "text é");

        var documents = read();

        assertThat(documents.all())
                .containsExactly(new Document("globex", "globex:globex/one.txt", "globex/one.txt", "text é"));
        assertThat(documents.skipped()).isEmpty();
    }

    @Test
    void dealsOutWhatIsInNoFolder() throws IOException {
        write("one.txt", "1");
        write("two.txt", "2");

        assertThat(read().all()).extracting(Document::id).containsExactly("acme:one.txt", "globex:two.txt");
    }

    @Test
    void doesNotGiveATenantTheFilesOfAnother() throws IOException {
        write("acme/a.txt", "of acme");
        write("initech/i.txt", "of nobody who takes part");

        assertThat(read().all()).extracting(Document::name).containsExactly("acme/a.txt");
    }

    @Test
    void leavesOutWhatIsHidden() throws IOException {
        write(".git/config", "hidden");
        write(".hidden", "hidden");
        write("a.txt", "seen");

        assertThat(Documents.tenantsOf(folder)).isEmpty();
        assertThat(read().all()).extracting(Document::name).containsExactly("a.txt");
    }

    @Test
    void letsTenantsTakeTurns() throws IOException {
        write("acme/1.txt", "1");
        write("acme/2.txt", "2");
        write("acme/3.txt", "3");
        write("globex/1.txt", "1");

        assertThat(read().all())
                .extracting(Document::name)
                .containsExactly("acme/1.txt", "globex/1.txt", "acme/2.txt", "acme/3.txt");
    }

    @Test
    void reportsWhatItCannotReadAndReadsTheRest() throws IOException {
        write("acme/empty.txt", "");
        write("acme/blank.txt", " \n\t");
        write("acme/good.txt", "text");
        Files.write(folder.resolve("acme/binary.txt"), NOT_UTF_8);

        var documents = read();

        assertThat(documents.all()).extracting(Document::name).containsExactly("acme/good.txt");
        assertThat(documents.skipped())
                .containsExactly("acme/binary.txt: not UTF-8 text", "acme/blank.txt: empty", "acme/empty.txt: empty");
    }

    @Test
    void takesAFileThatJustFitsIntoAMessageAndReportsALargerOne() throws IOException {
        int rest = Json.write(new DocumentReceived("acme:acme/fits.txt", "acme/fits.txt", "")).length;
        write("acme/fits.txt", "x".repeat(Documents.MAX_BYTES - rest));
        write("acme/large.txt", "x".repeat(Documents.MAX_BYTES + 1));

        var documents = read();

        assertThat(documents.all()).extracting(Document::name).containsExactly("acme/fits.txt");
        assertThat(documents.skipped()).containsExactly("acme/large.txt: 1048577 bytes (expected: at most 1048576)");
    }

    @Test
    void reportsAFileThatIsTooLargeOnlyAsAMessage() throws IOException {
        write("acme/exact.txt", "x".repeat(Documents.MAX_BYTES));
        write("acme/quoted.txt", "\n\"".repeat(Documents.MAX_BYTES / 4));

        var documents = read();

        assertThat(documents.all()).isEmpty();
        assertThat(documents.skipped())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).endsWith(" bytes as a message (expected: at most 1048576)"));
    }

    @Test
    void reportsLinksThatAreNoFiles() throws IOException {
        write("acme/good.txt", "text");
        Files.createSymbolicLink(folder.resolve("acme/link.txt"), folder.resolve("gone.txt"));
        Files.createSymbolicLink(folder.resolve("globex"), folder.resolve("acme"));

        var documents = read();

        assertThat(documents.all()).extracting(Document::name).containsExactly("acme/good.txt");
        assertThat(documents.skipped())
                .containsExactly(
                        "acme/link.txt: not a file, or a folder that cannot be read",
                        "globex: not a file, or a folder that cannot be read");
    }

    @Test
    void reportsAFolderThatItMayNotLookInto() throws IOException {
        write("acme/good.txt", "text");
        write("globex/hidden.txt", "text");
        var closed = folder.resolve("globex");
        Files.setPosixFilePermissions(closed, Set.of());
        boolean readable = Files.isReadable(closed);

        var documents = read();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));

        assumeFalse(readable, "this user may read everything");
        assertThat(documents.all()).extracting(Document::name).containsExactly("acme/good.txt");
        assertThat(documents.skipped()).containsExactly("globex: not a file, or a folder that cannot be read");
    }

    @Test
    void readsAFolderNamedLikeATextFileAsAFolder() throws IOException {
        write("acme/folder.txt/one.txt", "text");

        assertThat(read().all()).extracting(Document::name).containsExactly("acme/folder.txt/one.txt");
    }

    @Test
    void isEmptyForAnEmptyFolder() throws IOException {
        var documents = read();

        assertThat(documents.all()).isEmpty();
        assertThat(documents.skipped()).isEmpty();
    }

    @Test
    void takesTheFoldersForTenants() throws IOException {
        write("readme.txt", "no tenant");
        write("globex/one.txt", "1");
        write("initech/two.txt", "2");

        assertThat(Documents.tenantsOf(folder)).containsExactly("globex", "initech");
    }

    private Documents read() throws IOException {
        return Documents.read(folder, TENANTS);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
