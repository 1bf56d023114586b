package dev.troupe.node.create;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a new project, made of the templates beside this class. */
final class ProjectFiles {
    private static final Pattern PLACEHOLDER = Pattern.compile("@(\\w+)@");
    private static final String MAIN = "src/main/java/@packagePath@/";
    private static final String TEST = "src/test/java/@packagePath@/";

    private record Template(String resource, String path) {}

    private static final List<Template> TEMPLATES = List.of(
            new Template("pom.xml", "pom.xml"),
            new Template("README.md", "README.md"),
            new Template("gitignore", ".gitignore"), // Maven leaves files of that name out of a jar
            new Template("run", "run"),
            new Template("NotesAgent.java", MAIN + "NotesAgent.java"),
            new Template("NotesModule.java", MAIN + "NotesModule.java"),
            new Template("application.conf", "src/main/resources/application.conf"),
            new Template("AgentModule", "src/main/resources/META-INF/services/dev.troupe.agent.AgentModule"),
            new Template("NotesAgentTest.java", TEST + "NotesAgentTest.java"),
            new Template("NotesRuntimeTest.java", TEST + "NotesRuntimeTest.java"),
            new Template("logback-test.xml", "src/test/resources/logback-test.xml"));

    private ProjectFiles() {}

    /**
     * Writes a project. If that fails in the middle, what was written stays.
     *
     * @throws IllegalArgumentException if there is something at {@code directory} that is no empty folder
     */
    static void write(Project project, Path directory) throws IOException {
        requireRoom(directory);
        for (var file : render(project).entrySet()) {
            var target = directory.resolve(file.getKey());
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.writeString(target, file.getValue());
        }
        var run = directory.resolve("run");
        if (!run.toFile().setExecutable(true, false)) {
            throw new IOException("cannot be made executable: " + run);
        }
    }

    /** Returns the files by their paths. */
    static Map<String, String> render(Project project) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (var template : TEMPLATES) {
            files.put(fill(template.path(), project), fill(read(template.resource()), project));
        }
        return files;
    }

    private static void requireRoom(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "folder: '" + directory + "' is a file (expected: a new or empty folder)");
        }
        try (var inside = Files.list(directory)) {
            var first = inside.findFirst();
            if (first.isPresent()) {
                throw new IllegalArgumentException("folder: '" + directory + "' has '"
                        + first.get().getFileName() + "' in it (expected: a new or empty folder)");
            }
        }
    }

    private static String fill(String template, Project project) {
        var values = project.values();
        return PLACEHOLDER.matcher(template).replaceAll(found -> {
            var value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException(
                        "template: " + found.group() + " (expected: one of " + values.keySet() + ")");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String read(String resource) throws IOException {
        try (var in = ProjectFiles.class.getResourceAsStream("project/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("template: " + resource + " is missing (expected: in project/)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
