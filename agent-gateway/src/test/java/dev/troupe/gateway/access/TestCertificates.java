package dev.troupe.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** What one run of {@code scripts/make-test-certificates} has made. */
public record TestCertificates(Path directory) {

    public static TestCertificates make(Path directory) throws Exception {
        var log = directory.resolveSibling(directory.getFileName() + ".log");
        var script = new ProcessBuilder("sh", "../scripts/make-test-certificates", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = script.start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("make-test-certificates: " + Files.readString(log));
        }
        return new TestCertificates(directory);
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Puts certificate and key where a server looks for its own. */
    void install(String name, Path where) throws IOException {
        for (String ending : new String[] {".pem", ".key"}) {
            var target = where.resolve("server" + ending);
            var fresh = where.resolve("fresh" + ending);
            Files.copy(file(name + ending), fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Returns what a client needs that trusts this authority; {@code name} is whose certificate it shows, or "". */
    public SSLContext client(String name) throws Exception {
        var now = Clock.systemUTC().instant();
        var authorities = Pem.certificates("ca", Files.readAllBytes(file("ca.pem")), now);
        if (name.isEmpty()) {
            return Tls.context(List.of(), null, authorities);
        }
        var chain = Pem.certificates(name, Files.readAllBytes(file(name + ".pem")), now);
        return Tls.context(
                chain, Pem.privateKey(name, Files.readAllBytes(file(name + ".key")), chain.get(0)), authorities);
    }
}
