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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text files below a folder. The folders directly in it are tenants; files beside them are dealt out. What is hidden
 * is left out.
 *
 * @param skipped what was not read, each with the reason
 */
record Documents(List<Document> all, List<String> skipped) {
    /** The default of {@code troupe.message.max-payload}: neither a file nor its message is larger. */
    static final int MAX_BYTES = 1 << 20;

    /** More is a mistake, such as a home directory: everything is read into memory before the start. */
    static final int MAX_FILES = 5_000;

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

    /** Returns the ids of a tenant's documents. */
    Set<String> idsOf(String tenant) {
        return all.stream()
                .filter(document -> document.tenant().equals(tenant))
                .map(Document::id)
                .collect(Collectors.toSet());
    }

    /** Returns the names of the folders directly in {@code folder}. */
    static List<String> tenantsOf(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    static Documents read(Path folder, List<String> tenants) throws IOException {
        List<Document> all = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        int dealtOut = 0;
        for (Path file : filesBelow(folder)) {
            Path inside = folder.relativize(file);
            boolean beside = inside.getNameCount() == 1;
            String tenant = beside
                    ? tenants.get(dealtOut++ % tenants.size())
                    : inside.getName(0).toString();
            if (!tenants.contains(tenant)) {
                continue;
            }
            try {
                all.add(read(file, tenant, inside.toString()));
            } catch (IOException e) {
                skipped.add(inside + ": " + reason(e));
            }
        }
        return new Documents(inTurns(all, tenants), skipped);
    }

    /** Returns what is no folder, and the folders that cannot be looked into. */
    private static List<Path> filesBelow(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean hidden = !directory.equals(folder) && isHidden(directory);
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!isHidden(file)) {
                    files.add(file);
                }
                return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException("--input: more than " + MAX_FILES + " files below " + folder
                    + " (expected: at most " + MAX_FILES + ")");
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    /** Tenants take turns, as their mail would come in. */
    private static List<Document> inTurns(List<Document> all, List<String> tenants) {
        Map<String, Deque<Document>> byTenant = new LinkedHashMap<>();
        tenants.forEach(tenant -> byTenant.put(tenant, new ArrayDeque<>()));
        for (Document document : all) {
            byTenant.computeIfAbsent(document.tenant(), name -> new ArrayDeque<>())
                    .add(document);
        }
        List<Document> mixed = new ArrayList<>(all.size());
        while (mixed.size() < all.size()) {
            for (var waiting : byTenant.values()) {
                Optional.ofNullable(waiting.poll()).ifPresent(mixed::add);
            }
        }
        return mixed;
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
