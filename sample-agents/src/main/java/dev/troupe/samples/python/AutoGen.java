package dev.troupe.samples.python;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Python interpreter with AutoGen, in a virtual environment of its own: nothing is installed elsewhere, and it is made
 * once.
 */
public final class AutoGen {
    /** The versions that the gateway is tried with; others may work. */
    static final List<String> PACKAGES = List.of("autogen-core==0.7.5", "autogen-ext[grpc]==0.7.5");

    private static final String HAS_WHAT_IT_NEEDS = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    private static final long INSTALL_MINUTES = 10;

    /** There is no AutoGen to be had; the message says what to install. */
    public static final class MissingException extends Exception {
        private static final long serialVersionUID = 1;

        private MissingException(String message) {
            super(message);
        }
    }

    private final Path interpreter;

    private AutoGen(Path interpreter) {
        this.interpreter = interpreter;
    }

    /**
     * Returns the interpreter in {@code folder}, made by the {@code python3} of the path if it is not there yet; that may
     * take a minute, and needs the package index.
     *
     * @throws MissingException if there is no Python of 3.10 or newer, or the packages cannot be had
     */
    public static AutoGen in(Path folder) throws MissingException, InterruptedException {
        var interpreter = folder.resolve("bin/python").toAbsolutePath();
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            // Several processes may want it at once: the first makes it, the others wait.
            try (var channel = FileChannel.open(
                    folder.resolveSibling(folder.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                var unused = channel.lock(); // until the channel is closed
                makeOnce(folder, interpreter);
                return new AutoGen(interpreter);
            }
        } catch (IOException e) {
            throw new MissingException(folder + " cannot be written: " + e.getMessage());
        }
    }

    private static void makeOnce(Path folder, Path interpreter)
            throws IOException, MissingException, InterruptedException {
        var done = folder.resolve("installed");
        if (!Files.exists(done)) {
            make(folder, interpreter);
            Files.createFile(done);
        }
    }

    private static void make(Path folder, Path interpreter) throws MissingException, InterruptedException {
        var log = folder.resolveSibling(folder.getFileName() + "-install.log").toAbsolutePath();
        if (!run(log, List.of("python3", "-c", HAS_WHAT_IT_NEEDS))) {
            throw new MissingException("no python3 of version 3.10 or newer with venv in PATH"
                    + " (install it, for example: apt-get install python3 python3-venv); see " + log);
        }
        List<String> install = new ArrayList<>(List.of(interpreter.toString(), "-m", "pip", "install", "--quiet"));
        install.addAll(PACKAGES);
        if (!run(log, List.of("python3", "-m", "venv", folder.toString())) || !run(log, install)) {
            throw new MissingException("AutoGen could not be installed (is the package index reachable?); see " + log);
        }
    }

    private static boolean run(Path log, List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the command that runs a script; what that prints comes line by line. */
    public List<String> command(Path script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter.toString(), "-B", "-u", script.toString()));
        command.addAll(arguments);
        return command;
    }
}
