package dev.troupe.samples.demo;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text files below a folder. A file in a folder named like a tenant is that tenant's; the others are dealt out.
 *
 * @param skipped what was not read, each with the reason
 */
record Documents(List<Document> all, List<String> skipped) {
    /** Larger files are not documents; as much fits into one message, with its JSON quoting, at the default limit. */
    static final int MAX_BYTES = 1 << 20;

    /** One document of one tenant. */
    record Document(String tenant, String id, String name, String text) {}

    /** Returns the names of the folders directly below {@code folder}, or {@code acme} if there are none. */
    static Set<String> tenantsOf(Path folder) throws IOException {
        Set<String> tenants = new LinkedHashSet<>();
        try (var entries = Files.list(folder)) {
            entries.filter(Files::isDirectory)
                    .sorted()
                    .forEach(entry -> tenants.add(entry.getFileName().toString()));
        }
        return tenants.isEmpty() ? Set.of("acme") : tenants;
    }

    static Documents read(Path folder, List<String> tenants) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--input: " + folder + " (expected: a folder with text files)");
        }
        List<Document> all = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            String tenant = tenantOf(name, tenants, all.size());
            read(file)
                    .ifPresentOrElse(
                            text -> all.add(new Document(tenant, tenant + ":" + name, name, text)),
                            () -> skipped.add(name + ": " + reason(file)));
        }
        return new Documents(inTurns(all, tenants), skipped);
    }

    /** Tenants take turns, as their mail would come in. */
    private static List<Document> inTurns(List<Document> all, List<String> tenants) {
        Map<String, Deque<Document>> byTenant = new LinkedHashMap<>();
        tenants.forEach(tenant -> byTenant.put(tenant, new ArrayDeque<>()));
        all.forEach(document ->
                byTenant.getOrDefault(document.tenant(), new ArrayDeque<>()).add(document));
        List<Document> mixed = new ArrayList<>(all.size());
        while (mixed.size() < all.size()) {
            for (var waiting : byTenant.values()) {
                Optional.ofNullable(waiting.poll()).ifPresent(mixed::add);
            }
        }
        return mixed;
    }

    private static String tenantOf(String name, List<String> tenants, int index) {
        return tenants.stream()
                .filter(tenant -> name.startsWith(tenant + "/"))
                .findFirst()
                .orElseGet(() -> tenants.get(index % tenants.size()));
    }

    private static Optional<String> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String reason(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > MAX_BYTES) {
                return bytes + " bytes (expected: at most " + MAX_BYTES + ")";
            }
            return Files.readString(file).isBlank() ? "empty" : "unreadable";
        } catch (CharacterCodingException e) {
            return "not UTF-8 text";
        } catch (IOException e) {
            return "unreadable (" + e + ")";
        }
    }
}
