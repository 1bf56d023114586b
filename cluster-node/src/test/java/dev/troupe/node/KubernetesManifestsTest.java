package dev.troupe.node;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.config.SettingsLayers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is in {@code kubernetes/} is what Kubernetes knows, and fits our settings, our image and our documentation. */
class KubernetesManifestsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path FOLDER = ROOT.resolve("kubernetes");

    /** What closing HTTP, the workers' streams, the management port, and the sender of spans may take: no settings. */
    private static final Duration DOORS = Duration.ofSeconds(10 + 20 + 10 + 5);

    /** What a machine that has much to do may cost besides. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    /** From up to how many nodes Pekko's documentation recommends which stable-after at least. */
    private static final NavigableMap<Integer, Duration> STABLE_AFTER = new TreeMap<>(Map.of(
            5, Duration.ofSeconds(7),
            10, Duration.ofSeconds(10),
            20, Duration.ofSeconds(13),
            50, Duration.ofSeconds(17)));

    private final Manifests manifests = manifests();
    private final StatefulSet nodes = manifests.one(StatefulSet.class);
    private final PodSpec pod = nodes.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().get(0);
    private final Map<String, Integer> ports =
            container.getPorts().stream().collect(toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    private final Config own = ConfigFactory.parseFile(
                    FOLDER.resolve("application.conf").toFile())
            .withFallback(ConfigFactory.parseMap(environment().stream().collect(toMap(name -> name, name -> "set"))));
    private final Config settings = SettingsLayers.of(own, ClusterRuntime.class, "troupe-cluster.conf");
    private final Config defaults =
            SettingsLayers.of(ConfigFactory.empty(), ClusterRuntime.class, "troupe-cluster.conf");

    @Test
    void refusesWhatKubernetesDoesNotKnow() throws Exception {
        var good = Files.readString(FOLDER.resolve("statefulset.yaml"));

        assertThat(Manifests.read(good)).hasSize(1);
        assertRefused(good.replace("readinessProbe:", "readynessProbe:"), "readynessProbe");
        assertRefused(good.replace("serviceName:", "services:"), "services");
        assertRefused(good.replace("periodSeconds: 3", "periodSeconds: three"), "three");
        assertRefused(good.replace("drop: [\"ALL\"]", "drop: {all: true}"), "drop");
        assertRefused(good.replace("apps/v1", "apps/v1beta1"), "apps/v1beta1/StatefulSet");
        assertRefused(good.replace("minReadySeconds: 10", "minReadySeconds: 10\n  minReadySeconds: 20"), "Duplicate");
    }

    @Test
    void listsEveryFileAndTheImageOfItsContainer() throws Exception {
        var kustomization = Manifests.kustomization(FOLDER);

        List<String> listed = new ArrayList<>(List.of("kustomization.yaml"));
        kustomization.get("resources").forEach(file -> listed.add(file.asText()));
        var generated = kustomization.get("configMapGenerator").get(0);
        generated.get("files").forEach(file -> listed.add(file.asText()));
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(volume("config").getConfigMap().getName())
                .isEqualTo(generated.get("name").asText());
        assertThat(kustomization.get("images").get(0).get("name").asText()).isEqualTo(container.getImage());
        assertThat(manifests.all())
                .extracting(HasMetadata::getKind)
                .containsExactlyInAnyOrder(
                        "Service",
                        "Service",
                        "StatefulSet",
                        "PodDisruptionBudget",
                        "HorizontalPodAutoscaler",
                        "NetworkPolicy");
    }

    @Test
    void opensThePortsThatTheSettingsAndTheImageName() throws Exception {
        var exposed = dockerfile("EXPOSE").split(" ");

        assertThat(ports)
                .isEqualTo(Map.of(
                        "remoting", settings.getInt("troupe.cluster.port"),
                        "management", settings.getInt("troupe.management.http.port"),
                        "https", settings.getInt("troupe.gateway.http.port"),
                        "grpc", settings.getInt("troupe.gateway.grpc.port")));
        assertThat(exposed)
                .containsExactlyInAnyOrderElementsOf(ports.values().stream()
                        .map(port -> Integer.toString(port))
                        .toList());
    }

    @Test
    void asksTheManagementPortWhetherANodeIsStartedReadyAndAlive() {
        assertProbe(container.getStartupProbe(), "/started");
        assertProbe(container.getReadinessProbe(), "/ready");
        assertProbe(container.getLivenessProbe(), "/alive");

        var startup = container.getStartupProbe();
        assertThat(Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold()))
                .as("how long a node may take to start")
                .isGreaterThan(settings.getDuration("troupe.cluster.start-timeout"));
        assertThat(settings.getString("troupe.gateway.tls.certificate")).isNotEmpty();
    }

    @Test
    void leavesANodeTheTimeToGoInOrder() {
        var shutdown = settings.getConfig("pekko.coordinated-shutdown");
        var phases = Duration.ZERO;
        for (String phase : shutdown.getObject("phases").keySet()) {
            // The drain is in this one, and has its own limit.
            if (!phase.equals("before-cluster-shutdown")) {
                var key = "phases." + phase + ".timeout";
                phases = phases.plus(shutdown.getDuration(shutdown.hasPath(key) ? key : "default-phase-timeout"));
            }
        }
        var pause = Duration.ofSeconds(Long.parseLong(
                container.getLifecycle().getPreStop().getExec().getCommand().get(1)));
        var notice = settings.getDuration("troupe.cluster.drain-notice");
        // First the gateway waits so long for callers and workers, then agents may take so long to move.
        var drain = settings.getDuration("troupe.cluster.drain-timeout").multipliedBy(2);
        var open = settings.getDuration("troupe.agents.stop-timeout");

        assertThat(settings.getStringList("troupe.cluster.roles")).contains("gateway");
        assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
                .as(
                        "pause %s, notice %s, twice the drain %s, open turns %s, doors %s, phases %s, reserve %s",
                        pause, notice, drain, open, DOORS, phases, RESERVE)
                .isGreaterThanOrEqualTo(pause.plus(notice)
                        .plus(drain)
                        .plus(open)
                        .plus(DOORS)
                        .plus(phases)
                        .plus(RESERVE));
    }

    @Test
    void waitsAsLongAsSoManyNodesNeedToAgreeBeforeItGivesOthersUp() {
        int most = manifests.one(HorizontalPodAutoscaler.class).getSpec().getMaxReplicas();

        assertThat(settings.getDuration("pekko.cluster.split-brain-resolver.stable-after"))
                .as("stable-after for %s nodes", most)
                .isGreaterThanOrEqualTo(STABLE_AFTER.ceilingEntry(most).getValue());
    }

    @Test
    void runsTheNodeOfTheImageWithOptionsThatItHas() throws Exception {
        var entry = jsonList(dockerfile("ENTRYPOINT"));
        var hook = container.getLifecycle().getPreStop().getExec().getCommand();

        assertThat(entry).startsWith("java").endsWith("-cp", "/opt/troupe/lib/*", Main.class.getName());
        assertThat(jsonList(dockerfile("CMD"))).isEqualTo(List.of("node"));
        assertThat(container.getCommand()).isNullOrEmpty();
        assertThat(container.getArgs()).startsWith("node");
        Main.commandLine().parseArgs(container.getArgs().toArray(String[]::new));
        assertThat(hook).as("SIGTERM drains; services hear of it first").isEqualTo(List.of("sleep", "5"));
    }

    @Test
    void hasTheCommandLineForThoseInAContainer() throws Exception {
        var script = ROOT.resolve("scripts/troupe-in-image");

        assertThat(dockerfile("COPY")).isEqualTo("--chmod=755 scripts/troupe-in-image /usr/local/bin/troupe");
        assertThat(Files.isExecutable(script)).isTrue();
        assertThat(Files.readAllLines(script))
                .last()
                .asString()
                .startsWith("exec java ")
                .endsWith("-cp '/opt/troupe/lib/*' " + Main.class.getName() + " \"$@\"");
    }

    @Test
    void isNotRoot() throws Exception {
        var user = pod.getSecurityContext().getRunAsUser() + ":"
                + pod.getSecurityContext().getRunAsGroup();

        assertThat(dockerfile("USER")).isEqualTo(user).doesNotStartWith("0:");
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void joinsByNamesThatItsPodsHave() {
        var service = manifests.all(Service.class).stream()
                .filter(each -> "None".equals(each.getSpec().getClusterIP()))
                .findFirst()
                .orElseThrow();
        var name = service.getMetadata().getName();
        int least = manifests.one(HorizontalPodAutoscaler.class).getSpec().getMinReplicas();

        assertThat(nodes.getSpec().getServiceName()).isEqualTo(name);
        assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(argument("--host")).isEqualTo("$(POD_NAME)." + name);
        assertThat(least).isGreaterThanOrEqualTo(3);
        assertThat(argument("--join").split(",")).containsExactly(seed(0, name), seed(1, name));
    }

    @Test
    void selectsItsOwnPods() {
        var labels = nodes.getSpec().getTemplate().getMetadata().getLabels();
        var scaled = manifests.one(HorizontalPodAutoscaler.class).getSpec().getScaleTargetRef();
        var budget = manifests.one(PodDisruptionBudget.class).getSpec();

        assertThat(labels).containsAllEntriesOf(nodes.getSpec().getSelector().getMatchLabels());
        assertThat(labels).containsAllEntriesOf(budget.getSelector().getMatchLabels());
        assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(List.of(scaled.getApiVersion(), scaled.getKind(), scaled.getName()))
                .isEqualTo(List.of(
                        nodes.getApiVersion(),
                        nodes.getKind(),
                        nodes.getMetadata().getName()));
        assertThat(nodes.getSpec().getReplicas()).as("the autoscaler's").isNull();
        for (var service : manifests.all(Service.class)) {
            assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
            for (var port : service.getSpec().getPorts()) {
                assertThat(port.getPort())
                        .as(port.getName())
                        .isEqualTo(ports.get(port.getTargetPort().getStrVal()));
            }
        }
    }

    @Test
    void letsOnlyNodesReachTheRemotingPort() {
        var policy = manifests.one(NetworkPolicy.class).getSpec();
        var labels = nodes.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(labels).containsAllEntriesOf(policy.getPodSelector().getMatchLabels());
        assertThat(policy.getPolicyTypes()).containsExactly("Ingress");
        Set<String> named = new TreeSet<>();
        for (var rule : policy.getIngress()) {
            var opened = rule.getPorts().stream()
                    .map(port -> port.getPort().getStrVal())
                    .collect(toSet());
            assertThat(opened).as("a rule without ports opens all").isNotEmpty();
            if (rule.getFrom().isEmpty()) {
                assertThat(opened).as("open to anybody").isSubsetOf("https", "grpc");
            }
            if (opened.contains("remoting")) {
                assertThat(opened).containsExactly("remoting");
                assertThat(rule.getFrom()).hasSize(1);
                var from = rule.getFrom().get(0);
                assertThat(from.getNamespaceSelector()).isNull();
                assertThat(from.getPodSelector().getMatchLabels())
                        .isNotEmpty()
                        .isEqualTo(policy.getPodSelector().getMatchLabels());
            }
            named.addAll(opened);
        }
        assertThat(named).isEqualTo(new TreeSet<>(ports.keySet()));
    }

    @Test
    void setsOnlyWhatThereIsToSet() throws Exception {
        var variables = knownVariables();

        for (String key : keys(own)) {
            assertThat(defaults.hasPathOrNull(key)).as(key).isTrue();
        }
        assertThat(environment()).filteredOn(name -> name.startsWith("TROUPE_")).isSubsetOf(variables);
        assertThat(settings.getString("troupe.store.kind")).isEqualTo("postgresql");
    }

    @Test
    void findsItsFilesInSecretsThatTheGuideMakes() throws Exception {
        var mounts = container.getVolumeMounts().stream()
                .collect(toMap(mount -> mount.getMountPath(), mount -> mount.getName()));
        Set<String> needed = new HashSet<>();
        for (var entry : own.resolve().entrySet()) {
            if (entry.getValue().unwrapped() instanceof String text && text.startsWith("/")) {
                var file = Path.of(text);
                var volume = mounts.get(file.getParent().toString());
                assertThat(volume).as("what is mounted for " + entry.getKey()).isNotNull();
                needed.add(volume(volume).getSecret().getSecretName() + " " + file.getFileName());
            }
        }
        for (EnvVar variable : container.getEnv()) {
            var reference = variable.getValueFrom().getSecretKeyRef();
            if (reference != null) {
                needed.add(reference.getName() + " " + reference.getKey());
            }
        }

        assertThat(secretsOfTheGuide()).isEqualTo(needed);
    }

    private static void assertRefused(String manifest, String why) {
        assertThatThrownBy(() -> Manifests.read(manifest)).hasMessageContaining(why);
    }

    private void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(ports.get(probe.getHttpGet().getPort().getStrVal()))
                .isEqualTo(settings.getInt("troupe.management.http.port"));
        assertThat(probe.getHttpGet().getScheme()).as("TLS is on").isEqualTo("HTTPS");
    }

    private io.fabric8.kubernetes.api.model.Volume volume(String name) {
        return pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String argument(String option) {
        return container.getArgs().get(container.getArgs().indexOf(option) + 1);
    }

    private String seed(int number, String service) {
        return nodes.getMetadata().getName() + "-" + number + "." + service + ":" + ports.get("remoting");
    }

    private List<String> environment() {
        return container.getEnv().stream().map(EnvVar::getName).toList();
    }

    /** Returns the variables that set a key: by its name, or by a substitution in a reference.conf. */
    private Set<String> knownVariables() throws IOException {
        Set<String> names = keys(defaults).stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(toSet());
        var resources = Main.class.getClassLoader().getResources("reference.conf");
        while (resources.hasMoreElements()) {
            try (var in = resources.nextElement().openStream()) {
                var text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                Pattern.compile("\\$\\{\\?(TROUPE_\\w+)}")
                        .matcher(text)
                        .results()
                        .forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }

    /** Returns the keys that a configuration sets below {@code troupe} and {@code pekko}. */
    private static Set<String> keys(Config config) {
        return config.resolve().entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith("troupe.") || key.startsWith("pekko."))
                .collect(toSet());
    }

    /** Returns secrets and their keys, as the commands in the documentation make them. */
    private static Set<String> secretsOfTheGuide() throws IOException {
        var guide =
                Files.readString(ROOT.resolve("docs/operations/kubernetes.md")).replace("\\\n", " ");
        Set<String> made = new HashSet<>();
        for (String line : guide.lines().toList()) {
            var secret = Pattern.compile("create secret generic (\\S+)").matcher(line);
            if (secret.find()) {
                Pattern.compile("--from-(?:file|literal)=([\\w.-]+)=")
                        .matcher(line)
                        .results()
                        .forEach(key -> made.add(secret.group(1) + " " + key.group(1)));
            }
        }
        return made;
    }

    /** Returns what follows the last instruction of a name in the Dockerfile. */
    private static String dockerfile(String instruction) throws IOException {
        return Files.readAllLines(ROOT.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<String> jsonList(String text) throws IOException {
        List<String> values = new ArrayList<>();
        for (JsonNode value : new ObjectMapper().readTree(text)) {
            values.add(value.asText());
        }
        return values;
    }

    private static Manifests manifests() {
        try {
            return Manifests.of(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
