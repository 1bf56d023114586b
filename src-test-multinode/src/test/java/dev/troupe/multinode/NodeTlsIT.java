package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that encrypt what passes between them, as docs/security.md says, and those that do not belong to them. */
class NodeTlsIT {
    private static final int AGENTS = 20;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir
    private Path directory;

    @Test
    void keepsOutNodesWithoutTheRightCertificate() throws Exception {
        var ours = certificates("ours");
        var theirs = certificates("theirs");
        jvms.configure(tls(ours, ours, "node"));
        var here = jvms.startHere(LedgerAgent.definition());
        var worker = jvms.startWorker("w0");
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(List.of(here), AGENTS);

        var ofAnotherAuthority = outsider("another-authority", here, tls(theirs, theirs, "node"));
        var thatTrustsUs = outsider("trusts-us", here, tls(theirs, ours, "node"));
        var thatIsNoNode = outsider("no-node", here, tls(ours, ours, "client"));
        var withoutTls = outsider("without-tls", here, "");

        for (var outsider : List.of(ofAnotherAuthority, thatTrustsUs, thatIsNoNode, withoutTls)) {
            assertThat(outsider.awaitEnd())
                    .as("exit value of " + outsider.name())
                    .isNotZero();
            assertThat(outsider.lastLines(1000)).noneMatch(line -> line.startsWith(LedgerNode.READY));
            jvms.event(outsider, "ended");
        }
        jvms.awaitMembers(List.of(here, worker));
        jvms.awaitProgress(List.of(here), 200);
        jvms.settle(List.of(here));
        var audit = new Audit(List.of(here, worker));
        audit.check(List.of(here));
        audit.everythingIsProcessed(List.of(here));
        assertThat(audit.agentsOn(worker)).isNotEmpty();
        assertThat(here.runtime().deadLetters().list()).isEmpty();
    }

    private NodeProcess outsider(String name, Node join, String settings) {
        jvms.configure(settings + "\ntroupe.cluster.start-timeout = 20s");
        return jvms.startOutsider(name, join);
    }

    /** Returns the settings of a node with one of these certificates that trusts that authority. */
    private static String tls(Path own, Path trusted, String name) {
        return """
                pekko.remote.artery {
                  transport = tls-tcp
                  ssl.ssl-engine-provider = "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider"
                  ssl.rotating-keys-engine {
                    cert-file = "%s"
                    key-file = "%s"
                    ca-cert-file = "%s"
                  }
                }
                """.formatted(own.resolve(name + ".pem"), own.resolve(name + ".key"), trusted.resolve("ca.pem"));
    }

    private Path certificates(String name) throws Exception {
        var made = directory.resolve(name);
        var log = directory.resolve(name + ".log");
        var script = new ProcessBuilder("sh", "../scripts/make-test-certificates", made.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = script.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return made;
    }
}
