package dev.troupe.multinode;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;

/** Two versions of the same agents, each from sources of its own, {@code src/test/versions}. */
enum Versions {
    NOW,
    NEXT;

    /** Compiles the version; returns a class path that begins with it. */
    String classPath() {
        Path sources = Path.of("src", "test", "versions", name().toLowerCase(Locale.ROOT));
        Path classes = Path.of("target", "versions", name().toLowerCase(Locale.ROOT));
        try {
            compile(sources, classes);
            Path services = Path.of("META-INF", "services");
            Files.createDirectories(classes.resolve(services));
            try (var files = Files.newDirectoryStream(sources.resolve(services))) {
                for (Path file : files) {
                    Files.writeString(classes.resolve(services).resolve(file.getFileName()), Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes.toAbsolutePath() + File.pathSeparator + System.getProperty("java.class.path");
    }

    private static void compile(Path sources, Path classes) throws IOException {
        Files.createDirectories(classes);
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> files;
        try (var all = Files.walk(sources)) {
            files = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        var errors = new StringWriter();
        List<String> options = new ArrayList<>(List.of("--release", "17", "-proc:none", "-d", classes.toString()));
        options.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    compiler.getTask(errors, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files));
            if (!task.call()) {
                throw new IllegalStateException(sources + ": " + errors);
            }
        }
    }
}
