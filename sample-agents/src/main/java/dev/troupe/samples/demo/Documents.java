package dev.troupe.samples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text files below a folder. The folders directly in it are tenants; files beside them are dealt out. What is hidden
 * is left out.
 *
 * @param skipped what was not read, each with the reason
 */
record Documents(List<Document> all, List<String> skipped) {
    /** Larger files are not documents; as much fits into one message, with its JSON quoting, at the default limit. */
    static final int MAX_BYTES = 1 << 20;

    /** More is a mistake, such as a home directory: everything is read into memory before the start. */
    static final int MAX_FILES = 5_000;

    /** One document of one tenant. */
    record Document(String tenant, String id, String name, String text) {}

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
            if (tenants.contains(tenant)) {
                String name = inside.toString();
                read(file)
                        .ifPresentOrElse(
                                text -> all.add(new Document(tenant, tenant + ":" + name, name, text)),
                                () -> skipped.add(name + ": " + reason(file)));
            }
        }
        return new Documents(inTurns(all, tenants), skipped);
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(file -> !isHidden(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .limit(MAX_FILES + 1L)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("--input: " + e.getCause() + " (expected: folders it may read)", e);
        }
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException("--input: more than " + MAX_FILES + " files below " + folder
                    + " (expected: at most " + MAX_FILES + ")");
        }
        return files;
    }

    private static boolean isHidden(Path inside) {
        for (Path part : inside) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
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
