package dev.troupe.samples.demo;

import dev.troupe.node.Subcommand;
import dev.troupe.samples.demo.Demo.Incident;
import dev.troupe.samples.python.AutoGen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code troupe demo}: what the command line says, checked. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Triages documents on a cluster of JVMs on this machine, and checks that none is lost or applied twice.",
            "Every text file below --input is a document. Each folder directly in it is a tenant and holds that tenant's",
            "documents; files beside the folders are dealt out."
        })
public final class DemoCommand implements Subcommand {
    private static final int MOST_NODES = 9;

    /** The exit code of the launcher, too, where something has to be installed. */
    private static final int MISSING = 3;

    @Option(names = "--input", paramLabel = "DIR", description = "Folder with documents; default: those of the sample.")
    private @Nullable Path input;

    @Option(names = "--nodes", paramLabel = "N", description = "Worker JVMs, 1 to 9. Default: ${DEFAULT-VALUE}.")
    private int nodes = 3;

    @Option(
            names = "--tenants",
            split = ",",
            paramLabel = "NAME",
            description = "Only these; default: all folders in --input.")
    private List<String> tenants = new ArrayList<>();

    @Option(names = "--kill", description = "Kills two worker JVMs (SIGKILL) in the middle, one after the other.")
    private boolean kill;

    @Option(
            names = "--restart",
            description = "Stops all nodes in the middle, and starts them again where they were; also with --kill.")
    private boolean restart;

    @Option(
            names = "--python",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "DIR",
            description = {
                "Adds a worker in Python that gives a second opinion on each document.",
                "AutoGen is installed in DIR, if it is not there; default: target/python."
            })
    private @Nullable String python;

    @Option(names = "--keep", description = "Goes on when all is done, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--no-color", description = "No colours and no progress line.")
    private boolean plain;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("--nodes: " + nodes + " (expected: 1 to " + MOST_NODES + ")");
        }
        if (kill && nodes < 2) {
            throw new IllegalArgumentException("--kill: needs --nodes 2 or more, so that somebody goes on");
        }
        Path folder = input == null ? sampleDocuments() : input;
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--input: " + folder + " (expected: a folder with text files)");
        }
        var names = tenantsOf(folder);
        var documents = Documents.read(folder, names);
        if (documents.all().isEmpty()) {
            throw new IllegalArgumentException("--input: " + folder + " (expected: a folder with text files; skipped: "
                    + (documents.skipped().isEmpty() ? "nothing" : String.join(", ", documents.skipped())) + ")");
        }
        Optional<AutoGen> autoGen;
        try {
            autoGen = autoGen();
        } catch (AutoGen.MissingException e) {
            System.err.println("troupe: --python: " + e.getMessage());
            return MISSING;
        }
        var options = new Demo.Options(nodes, incidents(), keep, autoGen);
        try (var demo = new Demo(new Demo.Plan(documents, names, options), Screen.of(plain))) {
            return demo.run() ? 0 : 1;
        }
    }

    private Optional<AutoGen> autoGen() throws AutoGen.MissingException, InterruptedException {
        if (python == null) {
            return Optional.empty();
        }
        var folder = python.isEmpty() ? home().resolve("target").resolve("python") : Path.of(python);
        return Optional.of(AutoGen.in(folder));
    }

    private Set<Incident> incidents() {
        Set<Incident> incidents = EnumSet.noneOf(Incident.class);
        if (kill) {
            incidents.add(Incident.KILL);
        }
        if (restart) {
            incidents.add(Incident.RESTART);
        }
        return incidents;
    }

    /** Where folders say who the tenants are, others than those have no documents. */
    private List<String> tenantsOf(Path folder) throws IOException {
        var folders = Documents.tenantsOf(folder);
        if (tenants.isEmpty()) {
            return folders.isEmpty() ? List.of("acme") : folders;
        }
        for (String tenant : tenants) {
            if (tenant.isBlank() || (!folders.isEmpty() && !folders.contains(tenant))) {
                throw new IllegalArgumentException("--tenants: '" + tenant + "' (expected: "
                        + (folders.isEmpty() ? "names" : "some of " + String.join(", ", folders)) + ")");
            }
        }
        return tenants.stream().distinct().toList();
    }

    private static Path sampleDocuments() {
        return home().resolve("sample-agents").resolve("documents");
    }

    private static Path home() {
        return Path.of(System.getProperty("troupe.home", "."));
    }
}
