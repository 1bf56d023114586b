package dev.troupe.node.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A new project, built by Maven and run, as a newcomer does. Maven gets a local repository of its own, filled from two
 * others: one with this build's modules, and the local one of this build, which has everything else. So neither is
 * anything installed where other builds would find it, nor is much fetched from elsewhere.
 */
class NewProjectIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern READY = Pattern.compile("ready (\\S+) roles=");
    private static final List<String> MODULES = List.of("agent-core", "agent-testkit", "agent-gateway", "cluster-node");

    private final Path work =
            Path.of(property("troupe.build.dir"), "new-project").toAbsolutePath();
    private final Path project = work.resolve("my-agents");
    private final Path maven = Path.of(property("troupe.maven.home"), "bin", "mvn");
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void makeTheProject() throws IOException {
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
        for (var process : started) {
            process.destroy();
        }
        for (var process : started) {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void buildsPassesItsTestsAndRunsANodeThatOthersJoin() throws Exception {
        var build = start("build.log", maven.toString(), "-B", "-ntp", "verify");
        assertThat(build.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        var log = Files.readString(work.resolve("build.log"));
        assertThat(build.exitValue()).as(log).isZero();
        assertThat(log)
                .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
                .doesNotContain("WARNING");

        start("first.log", "./run", "node", "--port", "0", "--management-port", "0");
        var first = awaitReady("first.log");
        start("second.log", "./run", "node", "--port", "0", "--management-port", "0", "--join", first);
        var second = awaitReady("second.log");

        assertThat(second).isNotEqualTo(first);
        assertThat(project.resolve("troupe-data/store.db")).exists();
    }

    private String awaitReady(String log) {
        return await(log + " in " + work)
                .atMost(PATIENCE)
                .until(
                        () -> {
                            var ready = READY.matcher(Files.readString(work.resolve(log)));
                            return ready.find() ? ready.group(1) : "";
                        },
                        address -> !address.isEmpty());
    }

    private Process start(String log, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(log).toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", maven.getParent().toString(), (path, bin) -> bin + ":" + path);
        var process = builder.start();
        started.add(process);
        return process;
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
