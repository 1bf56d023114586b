package dev.troupe.node.metrics;

import static dev.troupe.node.metrics.MeteredNode.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dashboard, alerts and documents name what a node serves that has lived through something, and nothing else. */
class MetricsNamesIT {
    private static final Path OPERATIONS = Path.of("../docs/operations");
    /** What Prometheus itself adds to what it collects. */
    private static final Set<String> ADDED = Set.of("instance", "job", "namespace");
    /** What the nodes are to Prometheus, so that what it collects elsewhere is not taken for theirs. */
    private static final PromQl.Choice JOB = new PromQl.Choice("job", List.of("troupe"));

    private static final Pattern NAME = Pattern.compile("`(troupe_\\w+)`");
    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| `(troupe_\\w+)` \\| (counter|gauge|histogram)[^|]*\\|([^|]*)\\|", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^## (\\w+)$", Pattern.MULTILINE);

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Scrape served;

    @BeforeAll
    static void provoke() throws Exception {
        node = new MeteredNode(directory, "");
        node.provoke();
        node.gate.complete(null);
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc(); // pauses have a name once there was one
            served = node.scrape();
            assertThat(served.families()).containsKey("jvm_gc_pause_seconds");
        });
    }

    @SuppressWarnings("NullAway.Init")
    private static MeteredNode node;

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void everyMetricOfANodeIsDocumentedWithItsTypeAndLabels() {
        Map<String, String> documented = new TreeMap<>();
        for (var row : find(TABLE_ROW, "metrics.md")) {
            documented.put(row.group(1), row.group(2));
            Set<String> labels = new TreeSet<>();
            find(Pattern.compile("`(\\w+)`"), row.group(3)).forEach(label -> labels.add(label.group(1)));
            assertThat(labelsOf(row.group(1))).as(row.group(1)).isEqualTo(labels);
        }

        Map<String, String> families = new TreeMap<>(served.families());
        families.keySet().removeIf(name -> !name.startsWith("troupe_"));
        assertThat(documented).isEqualTo(families);
    }

    @Test
    void documentsNameOnlyWhatIsServed() {
        for (String document : List.of("metrics.md", "runbooks.md", "kubernetes.md")) {
            assertThat(find(NAME, document))
                    .as(document)
                    .extracting(name -> name.group(1))
                    .allSatisfy(name -> assertThat(isServed(name)).as(name).isTrue());
        }
    }

    @Test
    void alertsChooseWhatIsServedAndEachHasARunbook() throws IOException {
        var rules = new YAMLMapper().readTree(text("prometheus/alerts.yml")).findValues("rules");
        List<String> alerts = new ArrayList<>();
        rules.forEach(group -> group.forEach(rule -> {
            String alert = rule.path("alert").asText();
            alerts.add(alert);
            check(alert, rule.path("expr").asText(), Set.of("up"));
            checkJob(alert, rule.path("expr").asText());
            assertThat(rule.path("annotations").path("runbook").asText())
                    .isEqualTo("docs/operations/runbooks.md#" + alert.toLowerCase(Locale.ROOT));
        }));

        assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
        assertThat(find(HEADING, "runbooks.md"))
                .extracting(heading -> heading.group(1))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void theGuideNamesTheJobThatAlertsAreAbout() {
        assertThat(text("kubernetes.md")).contains("job_name: " + JOB.values().get(0) + "\n");
    }

    @Test
    void theDashboardShowsWhatIsServed() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(text("grafana/troupe.json"));

        var expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(30);
        for (String expression : expressions) {
            check("dashboard", expression, Set.of());
            if (!expression.contains("troupe_")) {
                checkJob("dashboard", expression);
            }
        }
        assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    @Test
    void theAutoscalerAsksForWhatIsServed() throws IOException {
        var autoscaler = new YAMLMapper()
                .readTree(Path.of("../kubernetes/autoscaler.yaml").toFile());

        String name = autoscaler
                .path("spec")
                .path("metrics")
                .path(0)
                .path("pods")
                .path("metric")
                .path("name")
                .asText();
        assertThat(isServed(name)).as(name).isTrue();
    }

    /** @param others what is there without the node */
    private static void check(String where, String expression, Set<String> others) {
        var query = PromQl.parse(expression);
        Set<String> labels = new TreeSet<>(ADDED);
        query.metrics().forEach((metric, choices) -> {
            if (others.contains(metric)) {
                return;
            }
            assertThat(served.labelsByName()).as(where + ": " + expression).containsKey(metric);
            labels.addAll(served.labelsByName().get(metric));
            for (var choice : choices) {
                if (choice.label().equals(JOB.label())) {
                    continue;
                }
                assertThat(labels).as(where + ": " + expression).contains(choice.label());
                assertThat(served.valuesOf(choice.label()))
                        .as(where + ": " + expression)
                        .containsAll(choice.values());
            }
        });
        assertThat(labels).as(where + ": " + expression).containsAll(query.grouping());
    }

    /** Wherever a metric is named, it is that of our nodes. */
    private static void checkJob(String where, String expression) {
        PromQl.parse(expression)
                .metrics()
                .forEach((metric, choices) -> assertThat(choices)
                        .as(where + ": " + expression)
                        .filteredOn(JOB::equals)
                        .hasSameSizeAs(find(Pattern.compile("\\b" + metric + "\\b"), expression)));
    }

    private static boolean isServed(String name) {
        return served.families().containsKey(name) || served.labelsByName().containsKey(name);
    }

    private static Set<String> labelsOf(String family) {
        Set<String> labels = new TreeSet<>();
        for (String suffix : List.of("", "_count")) {
            labels.addAll(served.labelsByName().getOrDefault(family + suffix, Set.of()));
        }
        return labels;
    }

    /** @param where a file of the folder, or a text */
    private static List<MatchResult> find(Pattern pattern, String where) {
        return pattern.matcher(where.endsWith(".md") ? text(where) : where)
                .results()
                .toList();
    }

    private static String text(String file) {
        try {
            return Files.readString(OPERATIONS.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
