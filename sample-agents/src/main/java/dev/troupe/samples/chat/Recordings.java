package dev.troupe.samples.chat;

import java.nio.file.Path;

/** Where the recordings are that come with the teams. */
final class Recordings {
    private Recordings() {}

    static Path of(SampleTeam team) {
        return Path.of(System.getProperty("troupe.home", "."))
                .resolve("sample-agents")
                .resolve("recordings")
                .resolve(team.word() + ".jsonl");
    }

    /** Returns it as one would type it here. */
    static String shown(SampleTeam team) {
        Path here = Path.of("").toAbsolutePath();
        Path file = of(team).toAbsolutePath().normalize();
        return (file.startsWith(here) ? here.relativize(file) : file).toString();
    }
}
