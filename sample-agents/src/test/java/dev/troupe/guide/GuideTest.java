package dev.troupe.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide prints as Java is in a source that is compiled, and its links lead somewhere. */
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final List<Path> SOURCES = List.of(
            Path.of("src", "test", "java", "dev", "troupe", "guide"),
            Path.of("src", "main", "java"),
            ROOT.resolve(Path.of("cluster-node", "src", "main", "resources", "dev", "troupe", "node", "create")));
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void printsOnlyCodeThatIsCompiled() throws IOException {
        List<String> sources = sources();

        for (Path page : pages()) {
            if (page.endsWith("getting-started.md")) {
                continue; // NewProjectIT puts its Java into a new project, and builds that
            }
            for (var block = JAVA.matcher(Files.readString(page)); block.find(); ) {
                String wanted = withoutSpaces(block.group(1));

                assertThat(sources.stream().anyMatch(source -> source.contains(wanted)))
                        .as("whether a source has this of %s:%n%s", page, block.group(1))
                        .isTrue();
            }
        }
    }

    @Test
    void leadsToPagesThatAreThere() throws IOException {
        for (Path page : pages()) {
            for (var link = LINK.matcher(Files.readString(page)); link.find(); ) {
                assertThat(page.resolveSibling(link.group(1)).normalize())
                        .as("linked in %s", page)
                        .exists();
            }
        }
    }

    private static List<Path> pages() throws IOException {
        try (var pages = Files.walk(ROOT.resolve("docs"))) {
            return pages.filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> page.getParent().endsWith("guide")
                            || page.getParent().endsWith("operations"))
                    .toList();
        }
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.add(withoutSpaces(read(file))));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where lines are broken does not matter. */
    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
