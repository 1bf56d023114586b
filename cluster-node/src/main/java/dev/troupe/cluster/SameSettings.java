package dev.troupe.cluster;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Settings that all nodes must have in common, since with others they would look for an agent in another place. Where there
 * is a store, it has them; Pekko compares them between a node that joins and the one it asks, before it is a member. Named
 * in {@code troupe-cluster.conf}.
 */
public final class SameSettings extends JoinConfigCompatChecker {
    /** Of nodes that join each other; those with another name of the cluster do not. */
    private static final List<String> OF_MEMBERS = List.of("troupe.cluster.shards", "troupe.durable.send-buckets");

    /** Of what is stored: two clusters in one store would take each other's agents for their own. */
    private static final String NAME = "troupe.cluster.name";

    /** Returns those that are stored. */
    static Map<String, String> of(Config config) {
        Map<String, String> settings = new TreeMap<>();
        OF_MEMBERS.forEach(key -> settings.put(key, config.getString(key)));
        settings.put(NAME, config.getString(NAME));
        return settings;
    }

    /** Throws if Pekko has ended a node since those it asked have others. */
    static void requireAccepted(ActorSystem<?> system, List<String> asked) {
        var refused = CoordinatedShutdown.incompatibleConfigurationDetectedReason();
        if (CoordinatedShutdown.get(system)
                .getShutdownReason()
                .filter(refused::equals)
                .isPresent()) {
            throw new IllegalArgumentException("configuration: "
                    + shown(system.settings().config()) + " (expected: as the nodes have it that it would join, "
                    + asked + "; the log of the one it has asked names what differs; to change it, stop all nodes)");
        }
    }

    private static String shown(Config config) {
        return String.join(
                ", ",
                OF_MEMBERS.stream()
                        .map(key -> key + " = " + config.getString(key))
                        .toList());
    }

    @Override
    public Seq<String> requiredKeys() {
        return CollectionConverters.asScala(OF_MEMBERS).toList();
    }

    @Override
    public ConfigValidation check(Config other, Config own) {
        List<String> faults = new ArrayList<>();
        for (String key : OF_MEMBERS) {
            // A node of an older version does not say.
            if (other.hasPath(key) && !other.getString(key).equals(own.getString(key))) {
                faults.add(key + ": " + other.getString(key) + " at the other node (expected: " + own.getString(key)
                        + ", as this one has it)");
            }
        }
        return faults.isEmpty()
                ? Valid.getInstance()
                : Invalid.apply(CollectionConverters.asScala(faults).toList());
    }
}
