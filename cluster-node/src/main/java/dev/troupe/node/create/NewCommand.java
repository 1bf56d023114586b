package dev.troupe.node.create;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe new}: makes a project with one durable agent, its tests, and a launcher of nodes that host it. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a Maven project with one durable agent, its tests, and a launcher for nodes that host it.",
            "It builds and passes its tests as it is; its README.md says how to go on."
        })
public final class NewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Names the project, such as my-agents; its folder and its artifact.")
    private String name = "";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Java package; default: the name without - _ and .")
    private @Nullable String javaPackage;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Folder to make it in, new or empty; default: ./NAME, and within Troupe's source tree beside that.")
    private @Nullable Path directory;

    @Option(
            names = "--troupe-version",
            paramLabel = "VERSION",
            description = "Version of Troupe to depend on; default: this one.")
    private @Nullable String troupeVersion;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var project = Project.of(name, javaPackage, troupeVersion == null ? Project.ownVersion() : troupeVersion);
        var home = System.getProperty("troupe.home");
        var target = directory == null ? defaultFolder(name, Path.of("").toAbsolutePath(), home) : directory;
        ProjectFiles.write(project, target);
        var out = spec.commandLine().getOut();
        out.println("made " + target);
        if (!project.isReleased()) {
            // No repository has it yet, so it has to come from where this command came from.
            out.println("once per version of Troupe:");
            out.println("  (cd " + quoted(home == null ? "TROUPE" : home) + " && " + Project.INSTALL + ")");
        }
        out.println("then:");
        out.println("  cd " + quoted(target.toString()));
        out.println("  mvn -B -ntp verify");
        out.println("  ./run node");
        out.flush();
        return 0;
    }

    /** Not in the source tree: a project there would be one of its modules to {@code ./troupe}, which builds what is new. */
    static Path defaultFolder(String name, Path here, @Nullable String home) {
        boolean inSourceTree = home != null && here.startsWith(home);
        return inSourceTree ? here.relativize(Path.of(home).resolveSibling(name)) : Path.of(name);
    }

    /** To be pasted into a shell. */
    private static String quoted(String path) {
        return path.matches("[\\w./~+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
