package dev.troupe.multinode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentType;
import dev.troupe.cluster.ClusterRuntime;
import java.io.IOException;
import java.util.List;

/** A node that hosts one agent type until its standard input ends. Arguments: address to join, role, agent type. */
final class LedgerNode {
    static final String READY = "ready ";

    /** Notices a dead node after seconds, not so soon that a busy machine looks dead. */
    private static final String FAST = """
            troupe.cluster { port = 0, start-timeout = 120s, directory-timeout = 60s }
            pekko.cluster {
              gossip-interval = 200ms
              failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 3s }
              split-brain-resolver.stable-after = 3s
            }
            """;

    private LedgerNode() {}

    static Config config(List<String> join, List<String> roles) {
        return ConfigFactory.parseString(
                        "troupe.cluster { join = " + quoted(join) + ", roles = " + quoted(roles) + " }")
                .withFallback(ConfigFactory.parseString(FAST));
    }

    public static void main(String[] args) throws IOException {
        String role = args[1];
        var type = AgentType.of(args[2], LedgerAgent.Command.class);
        var node = ClusterRuntime.start(
                config(List.of(args[0]), List.of(role)), List.of(LedgerAgent.definition(type, role)));
        var unused = node.terminated().thenRun(() -> System.out.println("terminated"));
        System.out.println(READY + node.address());
        while (System.in.read() >= 0) {
            // Whatever is written here is of no interest, only its end.
        }
        node.close();
        System.exit(0);
    }

    private static List<String> quoted(List<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").toList();
    }
}
