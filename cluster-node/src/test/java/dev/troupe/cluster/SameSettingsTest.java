package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.Valid;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class SameSettingsTest {
    private final SameSettings same = new SameSettings();

    @Test
    void refusesOtherShardsAndOtherSendBuckets() {
        var found = (Invalid) same.check(settings(50, 32), settings(100, 64));

        assertThat(CollectionConverters.asJava(found.errorMessages()))
                .containsExactly(
                        "troupe.cluster.shards: 50 at the other node (expected: 100, as this one has it)",
                        "troupe.durable.send-buckets: 32 at the other node (expected: 64, as this one has it)");
    }

    @Test
    void takesTheSame() {
        assertThat(same.check(settings(100, 64), settings(100, 64))).isEqualTo(Valid.getInstance());
    }

    @Test
    void takesANodeThatDoesNotSay() {
        assertThat(same.check(ConfigFactory.empty(), settings(100, 64))).isEqualTo(Valid.getInstance());
    }

    @Test
    void isAskedByPekko() {
        var checkers = ClusterRuntime.config(ConfigFactory.empty())
                .getConfig("pekko.cluster.configuration-compatibility-check.checkers");

        assertThat(checkers.getString("troupe")).isEqualTo(SameSettings.class.getName());
        assertThat(CollectionConverters.asJava(same.requiredKeys()))
                .containsExactly("troupe.cluster.shards", "troupe.durable.send-buckets");
    }

    private static Config settings(int shards, int buckets) {
        return ConfigFactory.parseString(
                "troupe { cluster.shards = " + shards + ", durable.send-buckets = " + buckets + " }");
    }
}
