package dev.troupe.samples.demo;

import dev.troupe.message.Json;
import dev.troupe.samples.triage.DocumentReceived;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
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
    /** The default of {@code troupe.message.max-payload}: neither a file nor its message is larger. */
    static final int MAX_BYTES = 1 << 20;

    /** One document of one tenant. */
    record Document(String tenant, String id, String name, String text) {
        DocumentReceived event() {
            return new DocumentReceived(id, name, text);
        }
    }

    /** A file that is no document; the message says why. */
    private static final class Unfit extends IOException {
        private static final long serialVersionUID = 1L;

        Unfit(String reason) {
            super(reason);
        }
    }

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
        for (Path file : filesBelow(folder)) {
            String name = folder.relativize(file).toString();
            String tenant = tenantOf(name, tenants, all.size());
            try {
                all.add(read(file, tenant, name));
            } catch (IOException e) {
                skipped.add(name + ": " + reason(e));
            }
        }
        return new Documents(inTurns(all, tenants), skipped);
    }

    /** Returns what is no folder, and the folders that cannot be looked into. */
    private static List<Path> filesBelow(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.naturalOrder());
        return files;
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

    private static Document read(Path file, String tenant, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Unfit("not a file, or a folder that cannot be read");
        }
        requireFits(Files.size(file), "bytes");
        String text = Files.readString(file);
        if (text.isBlank()) {
            throw new Unfit("empty");
        }
        var document = new Document(tenant, tenant + ":" + name, name, text);
        requireFits(Json.write(document.event()).length, "bytes as a message");
        return document;
    }

    private static void requireFits(long bytes, String unit) throws Unfit {
        if (bytes > MAX_BYTES) {
            throw new Unfit(bytes + " " + unit + " (expected: at most " + MAX_BYTES + ")");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof Unfit) {
            return String.valueOf(e.getMessage());
        }
        return e instanceof CharacterCodingException ? "not UTF-8 text" : "unreadable (" + e + ")";
    }
}
