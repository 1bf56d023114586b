package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.cluster.ClusterRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A node that hosts one agent type, does what {@link Control} knows, and leaves when its standard input ends. Arguments:
 * its {@code host:port}, addresses to join, role, agent type, the settings of its store, with which its agents are
 * durable, and other settings.
 */
final class LedgerNode {
    static final String READY = "ready ";
    static final String ANSWER = "answer ";

    /** Exit value of a node that ended though nobody told it to. */
    static final int DOWNED = 3;

    /** Notices a dead node after seconds, not so soon that a busy machine looks dead. */
    private static final String FAST = """
            troupe.cluster { start-timeout = 120s, directory-timeout = 60s }
            pekko.cluster {
              gossip-interval = 200ms
              failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 3s }
              split-brain-resolver.stable-after = 4s
            }
            """;

    private LedgerNode() {}

    /**
     * Returns a node's configuration.
     *
     * @param address is {@code host:port}, port 0 takes a free one
     * @param more settings of the test
     */
    static Config config(String address, List<String> join, List<String> roles, String more) {
        String[] part = address.split(":", -1);
        return ConfigFactory.parseString("troupe.cluster { host = \"" + part[0] + "\", port = " + part[1] + ", join = "
                        + quoted(join) + ", roles = " + quoted(roles) + " }")
                .withFallback(ConfigFactory.parseString(FAST + Wires.CONFIG + more));
    }

    public static void main(String[] args) throws IOException {
        String role = args[2];
        List<String> join = args[1].isEmpty() ? List.of() : List.of(args[1].split(",", -1));
        boolean durable = !args[4].isEmpty();
        var node = ClusterRuntime.start(
                config(args[0], join, List.of(role), args[4] + "\n" + args[5]),
                definitions(args[3], role).stream()
                        .<AgentDefinition<?, ?>>map(each -> durable ? each.durable() : each)
                        .toList());
        var leaving = new AtomicBoolean();
        var unused = node.terminated().thenRun(() -> {
            if (!leaving.get()) {
                Runtime.getRuntime().exit(DOWNED);
            }
        });
        String name = Trace.nodeName();
        var control = new Control(node, name, new SendLog(Trace.file().resolveSibling(name + SendLog.SUFFIX)));
        System.out.println(READY + node.address());
        var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(ANSWER + ++number + " " + control.execute(line));
        }
        leaving.set(true);
        node.close();
        System.exit(0);
    }

    private static List<AgentDefinition<?, ?>> definitions(String name, String role) {
        return switch (name) {
            case CountingMember.NAME -> CountingMember.TEAM.withRole(role).definitions();
            case CountingMember.PACED_NAME ->
                CountingMember.PACED.withRole(role).definitions();
            case TeamsOnJvms.NAME -> TeamsOnJvms.definitions();
            case PayingMember.NAME -> PayingMember.TEAM.withRole(role).definitions();
            default -> List.of(definition(name, role));
        };
    }

    private static AgentDefinition<?, ?> definition(String name, String role) {
        if (name.equals(ChainAgent.TYPE.name())) {
            return ChainAgent.definition();
        }
        var type = AgentType.of(name, LedgerAgent.Command.class);
        return LedgerAgent.definition(type, type.equals(LedgerAgent.TYPE) ? LedgerAgent.ROLE : role);
    }

    private static List<String> quoted(List<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").toList();
    }
}
