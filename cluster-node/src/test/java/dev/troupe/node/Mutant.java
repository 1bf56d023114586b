package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Our own code with a bug in one place, beside the real one in the same JVM: all classes of ours are loaded anew, and the
 * one with the bug is compiled from its source.
 */
final class Mutant extends ClassLoader {
    private static final String OURS = "dev.troupe.";
    private static final Path SOURCES = Path.of("..", "agent-core", "src", "main", "java");

    private final Path classes;

    private Mutant(Path classes) {
        super(Mutant.class.getClassLoader());
        this.classes = classes;
    }

    /**
     * Puts {@code bug} before the one place of a class of agent-core where its source says {@code place}.
     *
     * @param directory for the class files
     */
    static Mutant of(Path directory, Class<?> original, String place, String bug) throws IOException {
        Path file = Path.of(original.getName().replace('.', '/') + ".java");
        String text = Files.readString(SOURCES.resolve(file));
        int at = text.indexOf(place);
        assertThat(at).as("'%s' in %s", place, file).isPositive().isEqualTo(text.lastIndexOf(place));
        Path source = directory.resolve("sources").resolve(file);
        Files.createDirectories(source.getParent());
        Files.writeString(source, text.substring(0, at) + bug + " " + text.substring(at));
        return new Mutant(compile(source, directory.resolve("classes")));
    }

    private static Path compile(Path source, Path classes) throws IOException {
        Files.createDirectories(classes);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        var options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjects(source.toFile()))
                    .call();
            assertThat(compiled).as("%s", errors).isTrue();
        }
        return classes;
    }

    /** Runs a scenario, which has a constructor without parameters, with everything that it uses of ours. */
    void run(Class<? extends Runnable> scenario) throws ReflectiveOperationException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            var constructor = loadClass(scenario.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            ((Runnable) constructor.newInstance()).run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (var original = getParent().getResourceAsStream(file)) {
            Path planted = classes.resolve(file);
            if (original == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = Files.exists(planted) ? Files.readAllBytes(planted) : original.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
