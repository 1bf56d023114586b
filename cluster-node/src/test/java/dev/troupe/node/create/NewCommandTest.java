package dev.troupe.node.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import picocli.CommandLine;

class NewCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void makesAProjectAndSaysHowToGoOn() throws Exception {
        var target = directory.resolve("my-agents");

        int code = run("my-agents", "--dir", target.toString());

        assertThat(code).as(err.toString()).isZero();
        assertThat(files(target))
                .containsExactlyInAnyOrder(
                        ".gitignore",
                        "README.md",
                        "pom.xml",
                        "run",
                        "src/main/java/myagents/NotesAgent.java",
                        "src/main/java/myagents/NotesModule.java",
                        "src/main/resources/META-INF/services/dev.troupe.agent.AgentModule",
                        "src/main/resources/application.conf",
                        "src/test/java/myagents/NotesAgentTest.java",
                        "src/test/java/myagents/NotesRuntimeTest.java",
                        "src/test/resources/logback-test.xml");
        assertThat(Files.isExecutable(target.resolve("run"))).isTrue();
        assertThat(out.toString()).contains("made " + target, Project.INSTALL, "mvn -B -ntp verify", "./run node");
        assertThat(Files.readString(target.resolve("README.md"))).contains(Project.INSTALL);
    }

    @Test
    void keepsOutOfTheSourceTreeOfTroupe() {
        var here = directory.resolve("troupe");

        assertThat(NewCommand.defaultFolder("mine", here, here.toString())).isEqualTo(Path.of("../mine"));
        assertThat(NewCommand.defaultFolder("mine", here.resolve("docs"), here.toString()))
                .isEqualTo(Path.of("../../mine"));
        assertThat(NewCommand.defaultFolder("mine", directory, here.toString())).isEqualTo(Path.of("mine"));
        assertThat(NewCommand.defaultFolder("mine", here, null)).isEqualTo(Path.of("mine"));
    }

    @Test
    void leavesNoPlaceholderAndNoOtherPackage() throws Exception {
        var files = ProjectFiles.render(Project.of("my-agents", "org.example.notes", "1.2.3"));

        assertThat(files).containsKey("src/main/java/org/example/notes/NotesAgent.java");
        assertThat(files.keySet()).noneMatch(path -> path.contains("@"));
        assertThat(files.values()).allSatisfy(text -> assertThat(text).doesNotContainPattern("@\\w+@"));
        assertThat(files.get("src/main/java/org/example/notes/NotesAgent.java"))
                .startsWith("package org.example.notes;");
        assertThat(files.get("src/main/resources/META-INF/services/dev.troupe.agent.AgentModule"))
                .isEqualTo("org.example.notes.NotesModule\n");
        assertThat(files.get("pom.xml")).contains("<troupe.version>1.2.3</troupe.version>");
    }

    @Test
    void dependsOnThisTroupeAndBuildsWithItsPlugins() throws Exception {
        var root = parse(Files.readString(Path.of("..", "pom.xml")));
        var pom = parse(
                ProjectFiles.render(Project.of("x", null, Project.ownVersion())).get("pom.xml"));

        assertThat(texts(pom, "troupe.version")).isEqualTo(texts(root, "version"));
        assertThat(texts(pom, "maven.compiler.release")).isEqualTo(texts(root, "maven.compiler.release"));
        assertThat(texts(pom, "jvm.args")).isEqualTo(texts(root, "troupe.jvm.args"));
        assertThat(pom.getElementsByTagName("parent").getLength()).isZero();
        assertThat(plugins(root)).containsAllEntriesOf(plugins(pom));
    }

    @Test
    void offersSettingsThatThereAreWithTheirDefaults() throws Exception {
        var lines = ProjectFiles.render(Project.of("my-agents", null, "1")).get("src/main/resources/application.conf");

        var all = ConfigFactory.parseString(lines.replaceAll("(?m)^( *)# (?=[\\w.-]+ = )", "$1"));

        var defaults = ConfigFactory.defaultReferenceUnresolved().resolve();
        assertThat(all.getString("troupe.cluster.name")).isEqualTo("my-agents");
        assertThat(all.withoutPath("troupe.cluster.name").entrySet())
                .hasSizeGreaterThan(7)
                .allSatisfy(entry -> assertThat(entry.getValue().unwrapped())
                        .as(entry.getKey())
                        .isEqualTo(defaults.getValue(entry.getKey()).unwrapped()));
    }

    @Test
    void namesAWrongValueAndWhatItMayBe() throws Exception {
        Files.createDirectories(directory.resolve("full/.git"));
        Files.writeString(directory.resolve("file"), "");

        assertThat(refused("My Agents")).startsWith("NAME: 'My Agents' (expected: ");
        assertThat(refused("../up")).startsWith("NAME: '../up' (expected: ");
        assertThat(refused("a".repeat(65))).startsWith("NAME: 'aaa");
        assertThat(refused("x", "--package", "org.class")).startsWith("--package: 'org.class' (expected: ");
        assertThat(refused("new")).startsWith("--package: 'new' (expected: ");
        assertThat(refused("x", "--package", "dev.troupe.mine")).startsWith("--package: 'dev.troupe.mine'");
        assertThat(refused("x", "--troupe-version", "${x}")).startsWith("--troupe-version: '${x}' (expected: such as ");
        assertThat(refused("x", "--dir", directory.resolve("full").toString()))
                .isEqualTo("folder: '" + directory.resolve("full")
                        + "' has '.git' in it (expected: a new or empty folder)");
        assertThat(refused("x", "--dir", directory.resolve("file").toString()))
                .isEqualTo("folder: '" + directory.resolve("file") + "' is a file (expected: a new or empty folder)");
        assertThat(files(directory)).containsExactly("file");
    }

    private int run(String... arguments) {
        return new CommandLine(new NewCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Returns why a command was refused. */
    private static String refused(String... arguments) {
        List<String> reasons = new ArrayList<>();
        new CommandLine(new NewCommand())
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
                    reasons.add(thrown.getMessage());
                    return 2;
                })
                .execute(arguments);
        assertThat(reasons).hasSize(1);
        assertThat(reasons.get(0)).hasLineCount(1);
        return reasons.get(0);
    }

    private static List<String> files(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new java.io.StringReader(xml)));
    }

    /** Returns the texts of an element of the project itself, or of a property there and in profiles. */
    private static List<String> texts(Document pom, String name) {
        List<String> texts = new ArrayList<>();
        var found = pom.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            var parent = found.item(i).getParentNode().getNodeName();
            if (parent.equals("project") || parent.equals("properties")) {
                texts.add(found.item(i).getTextContent());
            }
        }
        return texts;
    }

    /** Returns the version of each plugin that has one. */
    private static Map<String, String> plugins(Document pom) {
        Map<String, String> versions = new TreeMap<>();
        var plugins = pom.getElementsByTagName("plugin");
        for (int i = 0; i < plugins.getLength(); i++) {
            var plugin = (Element) plugins.item(i);
            if (plugin.getElementsByTagName("version").getLength() > 0) {
                versions.put(
                        plugin.getElementsByTagName("artifactId").item(0).getTextContent(),
                        plugin.getElementsByTagName("version").item(0).getTextContent());
            }
        }
        return versions;
    }
}
