package dev.troupe.node.create;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A new project, built by Maven and run, as a newcomer does: the commands are those of the guide. Maven gets a local repository of its own, filled from two
 * others: one with this build's modules, and the local one of this build, which has everything else. So neither is
 * anything installed where other builds would find it, nor is much fetched from elsewhere.
 */
class NewProjectIT {
    private static final String FIRST = GuideNodes.FIRST;
    private static final String SECOND = "25521";
    private static final String THIRD = "25522";
    private static final List<String> MODULES = List.of("agent-core", "agent-testkit", "agent-gateway", "cluster-node");

    private final Path work =
            Path.of(property("troupe.build.dir"), "new-project").toAbsolutePath();
    private final Path project = work.resolve("my-agents");
    private final Path maven = Path.of(property("troupe.maven.home"), "bin", "mvn");
    private final GuideNodes nodes = new GuideNodes(project, work, maven);

    @SuppressWarnings("NullAway.Init")
    private GettingStarted guide;

    @BeforeEach
    void makeTheProject() throws IOException {
        guide = GettingStarted.read();
        delete(work);
        var version = Project.ownVersion();
        publish("troupe", version, Path.of("..", "pom.xml"));
        for (String module : MODULES) {
            publish(module, version, Path.of("..", module, "pom.xml"));
        }
        Files.writeString(work.resolve("settings.xml"), settings());
        ProjectFiles.write(Project.of("my-agents", "org.example.notes", version), project);
        Files.createDirectories(project.resolve(".mvn"));
        Files.writeString(
                project.resolve(".mvn/maven.config"),
                "-s\n" + work.resolve("settings.xml") + "\n-Dmaven.repo.local=" + work.resolve("local") + "\n");
    }

    @AfterEach
    void endWhatRuns() throws InterruptedException {
        nodes.endAll();
    }

    @Test
    void doesWhatTheGuideSays() throws Exception {
        assertThat(guide.commands(2))
                .containsExactly(
                        "./troupe new my-agents",
                        "(cd TROUPE && " + Project.INSTALL + ")",
                        "cd ../my-agents",
                        "mvn -B -ntp verify");
        assertThat(nodes.type(guide.commands(2).get(3)))
                .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
                .doesNotContain("WARNING");

        startsThreeNodes();
        keepsANoteWhoeverGoes();
        changesTheAgentNodeByNode();
    }

    private void startsThreeNodes() throws Exception {
        var printed = typeAll(guide.commands(3));

        assertThat(printed.get(3)).contains(nodes.address(FIRST), nodes.address(SECOND), nodes.address(THIRD));
        assertThat(project.resolve("troupe-data/store.db")).exists();
    }

    private void keepsANoteWhoeverGoes() throws Exception {
        var notes = guide.answers(4).get(0);
        var printed = typeAll(guide.commands(4));
        assertThat(printed).hasSize(2).last().isEqualTo(notes);
        assertThat(printed.get(0)).contains("STORED");

        assertThat(guide.commands(5)).hasSize(2);
        assertThat(nodes.stop(THIRD)).contains("drained in ");
        assertThat(nodes.type(guide.commands(5).get(0))).isEqualTo(notes);

        nodes.type(guide.commands(3).get(2));
        nodes.kill(SECOND);
        assertThat(nodes.type(guide.commands(5).get(1))).isEqualTo(notes);
    }

    private void changesTheAgentNodeByNode() throws Exception {
        var commands = guide.commands(6);
        assertThat(commands).hasSize(4);
        change(guide.java(6));
        assertThat(nodes.type(commands.get(0))).contains("BUILD SUCCESS");

        nodes.type(guide.commands(3).get(1));
        nodes.stop(THIRD);
        nodes.type(guide.commands(3).get(2));
        nodes.stop(FIRST);
        var printed = typeAll(commands.subList(1, 4));

        assertThat(printed).last().isEqualTo(guide.answers(6).get(0));
    }

    private List<String> typeAll(List<String> commands) throws Exception {
        List<String> printed = new ArrayList<>();
        for (String command : commands) {
            printed.add(nodes.type(command));
        }
        return printed;
    }

    /** Writes the three pieces of the guide where it says. */
    private void change(List<String> pieces) throws IOException {
        assertThat(pieces).hasSize(3);
        var file = project.resolve("src/main/java/org/example/notes/NotesAgent.java");
        var source = Files.readString(file);
        var changed = source.replace("    /** What is stored. */", pieces.get(0) + "\n    /** What is stored. */")
                .replace("                .build();", pieces.get(1) + "                .build();");
        var end = changed.lastIndexOf('}');
        Files.writeString(file, changed.substring(0, end) + "\n" + pieces.get(2) + "}\n");
    }

    private void publish(String module, String version, Path pom) throws IOException {
        var folder = work.resolve("published/dev/troupe").resolve(module).resolve(version);
        Files.createDirectories(folder);
        Files.copy(pom, folder.resolve(module + "-" + version + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        if (MODULES.contains(module)) {
            var jar = module + "-" + version + ".jar";
            Files.copy(Path.of("..", module, property("troupe.build.dir"), jar), folder.resolve(jar));
        }
    }

    /** Where neither has something, Maven asks Central, as always. */
    private String settings() {
        return """
                <settings>
                  <profiles>
                    <profile>
                      <id>test</id>
                      <repositories>%s%s</repositories>
                      <pluginRepositories>%s</pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>test</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        repository("repository", "published", work.resolve("published")),
                        repository("repository", "build", Path.of(property("troupe.maven.repository"))),
                        repository("pluginRepository", "build", Path.of(property("troupe.maven.repository"))));
    }

    /** Snapshots come from the first only: what somebody once installed must not stand in for this build. */
    private static String repository(String element, String id, Path path) {
        return """
                <%1$s>
                  <id>%2$s</id>
                  <url>%3$s</url>
                  <releases><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>%4$s</enabled><checksumPolicy>ignore</checksumPolicy></snapshots>
                </%1$s>
                """.formatted(element, id, path.toUri(), id.equals("published"));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String property(String name) {
        var value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(name + ": not set (expected: by the build, see pom.xml)");
        }
        return value;
    }
}
