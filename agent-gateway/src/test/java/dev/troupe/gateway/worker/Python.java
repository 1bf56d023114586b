package dev.troupe.gateway.worker;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Python with AutoGen in it, made once below the build directory. Where there is none to be had, tests are skipped with
 * the reason; with {@code CI} set in the environment they fail.
 */
final class Python {
    /** Tried with these; others may work. */
    private static final List<String> PACKAGES = List.of("autogen-core==0.7.5", "autogen-ext[grpc]==0.7.5");

    private static final long INSTALL_MINUTES = 10;
    private static @Nullable Path interpreter;

    private Python() {}

    /** Starts a script of {@code src/test/python}; what it prints goes to {@code output}. */
    static Process start(Path output, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                interpreter().toString(),
                "-u",
                Path.of("src/test/python", script).toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized Path interpreter() {
        if (interpreter == null) {
            interpreter = make(Path.of(System.getProperty("troupe.build.dir", "target"), "python"));
        }
        return interpreter;
    }

    private static Path make(Path venv) {
        Path python = venv.resolve("bin/python").toAbsolutePath();
        Path done = venv.resolve("installed");
        if (Files.exists(done)) {
            return python;
        }
        var log = venv.resolveSibling("python-install.log");
        List<String> pip = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
        pip.addAll(PACKAGES);
        if (!run(log, "python3", "-c", "import sys, venv; sys.exit(sys.version_info < (3, 10))")) {
            return skip("no Python 3.10 or newer with venv (install python3 and python3-venv)", log);
        }
        if (!run(log, "python3", "-m", "venv", venv.toString()) || !run(log, pip.toArray(String[]::new))) {
            return skip("AutoGen could not be installed from the package index", log);
        }
        try {
            Files.createFile(done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return python;
    }

    private static boolean run(Path log, String... command) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                    .start();
            return process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path skip(String why, Path log) {
        String message = "AutoGen tests need Python: " + why + "; see " + log;
        if (System.getenv("CI") != null) {
            throw new IllegalStateException(message);
        }
        System.out.println("SKIPPED " + message);
        return abort(message);
    }

    /** Returns what a process has printed. */
    static String read(Path output) {
        try {
            return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
