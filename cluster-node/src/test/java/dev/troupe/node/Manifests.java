package dev.troupe.node;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads manifests as Kubernetes' own types, strictly: a field that it does not know, or of another type, is an error. */
final class Manifests {
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/Service", Service.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .annotationIntrospector(new KnownFieldsOnly())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final List<HasMetadata> objects;

    private Manifests(List<HasMetadata> objects) {
        this.objects = objects;
    }

    /** The types keep unknown fields in a map; without it Jackson refuses them. */
    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    /** Reads the resources that the kustomization of a folder lists. */
    static Manifests of(Path folder) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (var file : kustomization(folder).get("resources")) {
            objects.addAll(read(Files.readString(folder.resolve(file.asText()))));
        }
        return new Manifests(objects);
    }

    static JsonNode kustomization(Path folder) throws IOException {
        return YAML.readTree(Files.readString(folder.resolve("kustomization.yaml")));
    }

    /**
     * Reads documents.
     *
     * @throws IllegalArgumentException if one of them is not what Kubernetes knows under its kind
     */
    static List<HasMetadata> read(String text) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            List<HasMetadata> objects = new ArrayList<>();
            while (documents.hasNextValue()) {
                objects.add(typed(documents.nextValue()));
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all of a type. */
    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the only one of a type. */
    <T extends HasMetadata> T one(Class<T> type) {
        var found = all(type);
        if (found.size() != 1) {
            throw new IllegalArgumentException(type.getSimpleName() + ": " + found.size() + " (expected: 1)");
        }
        return found.get(0);
    }

    List<HasMetadata> all() {
        return objects;
    }

    private static HasMetadata typed(JsonNode document) throws IOException {
        var kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        var type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("kind: '" + kind + "' (expected: one of " + KINDS.keySet() + ")");
        }
        return YAML.treeToValue(document, type);
    }
}
