package dev.troupe.multinode;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of the test's own, on a port of loopback that stays the same over restarts. The binaries come with
 * the build. The server refuses to run as root; then it runs as nobody.
 */
final class Postgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NOBODY = 65_534;

    private final Path directory;
    private final int port;
    private Process process;

    private Postgres(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts a server with an empty database. */
    static Postgres start() {
        try {
            // Not below the build: nobody cannot reach what is below the home of root.
            var postgres = new Postgres(Files.createTempDirectory("troupe-postgres"), freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            postgres.unpack();
            postgres.run(
                    "initdb", "-D", postgres.data(), "-U", "troupe", "-A", "trust", "-E", "UTF8", "--no-locale", "-N");
            postgres.startAgain();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a database; returns its URL. */
    String createDatabase(String name) {
        try (var connection = DriverManager.getConnection(url("postgres"), "troupe", "");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return url(name);
        } catch (SQLException e) {
            throw new IllegalStateException("create database " + name, e);
        }
    }

    /** Returns the settings of a node that stores its turns in such a database. */
    static String config(String url) {
        return "troupe.store { kind = postgresql, postgresql { url = \"" + url
                + "\", user = troupe, password = secret } }";
    }

    /** Ends the server at once, as a power cut would, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the server in order, with its connections, and waits until it is gone. */
    void stop() {
        run("pg_ctl", "-D", data(), "-m", "fast", "stop");
        awaitEnd();
    }

    /** Lets the server stand still in the middle of whatever it does: it keeps its connections and answers nothing. */
    void pause() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    /** Starts the server again where it was, and waits until it can be used. */
    void startAgain() {
        await("PostgreSQL at port " + port + ", see " + directory)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    // After a kill, the last children of the old one may still be in the way of the new one.
                    if (process == null || !process.isAlive()) {
                        launch();
                    }
                    return accepts();
                });
    }

    /** Ends the server and deletes what it stored. */
    @Override
    public void close() {
        if (!Files.exists(directory)) {
            return;
        }
        if (process != null && process.isAlive()) {
            kill();
        }
        await("deleted " + directory).atMost(PATIENCE).until(this::delete);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void signal(String signal) {
        List<String> kill = new ArrayList<>(List.of("kill", signal, Long.toString(process.pid())));
        process.descendants().forEach(child -> kill.add(Long.toString(child.pid())));
        try {
            awaitSuccess(new ProcessBuilder(kill).inheritIO().start(), "kill");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch() throws IOException {
        var command = command("postgres", "-D", data(), "-p", Integer.toString(port), "-h", "127.0.0.1");
        command.addAll(List.of("-k", "", "-c", "shared_buffers=16MB", "-c", "max_connections=100"));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private boolean accepts() {
        try (var connection = DriverManager.getConnection(url("postgres"), "troupe", "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("PostgreSQL still runs after " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL ends", e);
        }
    }

    private void unpack() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String archive = "/postgres-" + os + "-" + arch + ".txz";
        var tar = new ProcessBuilder("tar", "-x", "-f", "-", "-C", directory.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("log").toFile())
                .start();
        try (var in = new XZInputStream(Objects.requireNonNull(Postgres.class.getResourceAsStream(archive), archive));
                var out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        awaitSuccess(tar, "tar");
        if (root()) {
            Files.setAttribute(directory, "unix:uid", NOBODY);
        }
    }

    private void run(String program, String... arguments) {
        try {
            var builder = new ProcessBuilder(command(program, arguments))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()));
            awaitSuccess(builder.start(), program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitSuccess(Process running, String program) throws IOException {
        try {
            int exit = running.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        program + " ended with " + exit + ": " + Files.readString(directory.resolve("log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + program, e);
        }
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private boolean delete() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (UncheckedIOException | IOException e) {
            // The last children of a server that was killed may still write.
            return !Files.exists(directory);
        }
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
