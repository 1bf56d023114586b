package dev.troupe.node.config;

import com.typesafe.config.Config;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.SettingsReader;
import dev.troupe.node.ConfigOptions;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe config forget}: lets the next node have other settings than those that are stored. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = {
            "Removes from the store the settings that all nodes must have in common, so that the next node that",
            "starts may have others. Only after a full stop: nodes that differ look for agents in different places."
        },
        footer = {"", "Exit codes: 0 done, 1 a node runs or the store cannot be used, 2 without --yes."})
final class ForgetCommand implements Callable<Integer> {
    private static final int CONNECT_MILLIS = 1000;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--yes", description = "Does it. Without it, prints what is stored.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var config = ClusterRuntime.config(options.overrides(""));
        var store = new Store(SettingsReader.read(config, StoreSettings::of));
        store.requireTables();
        var out = spec.commandLine().getOut();
        store.sameSettings().forEach((key, value) -> out.println(key + " = " + value));
        if (!yes) {
            out.println("Stop all nodes, then say --yes.");
            out.flush();
            return 2;
        }
        requireStopped(config);
        store.forgetSettings();
        out.println("forgotten");
        out.flush();
        return 0;
    }

    /** The store does not know who uses it, so this asks where nodes are to be, and can miss one. */
    private static void requireStopped(Config config) {
        List<String> nodes = new ArrayList<>(config.getStringList("troupe.cluster.join"));
        nodes.add(config.getString("troupe.cluster.host") + ":" + config.getInt("troupe.cluster.port"));
        for (String node : nodes) {
            if (listens(node)) {
                throw new IllegalStateException("something listens at " + node
                        + " (expected: no node of this cluster; stop all, see troupe.cluster.port and join)");
            }
        }
    }

    private static boolean listens(String node) {
        int colon = node.lastIndexOf(':');
        int port = Integer.parseInt(node.substring(colon + 1));
        if (port == 0) {
            return false; // nobody knows which it took
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.substring(0, colon), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
