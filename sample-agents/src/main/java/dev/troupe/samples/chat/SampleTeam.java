package dev.troupe.samples.chat;

import dev.troupe.chat.Team;
import dev.troupe.chat.model.Model;
import dev.troupe.samples.research.ResearchTeam;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The teams that the console knows. Each has a recording of its name. */
enum SampleTeam {
    DEFAULT("default"),
    RESEARCH("research");

    private final String word;

    SampleTeam(String word) {
        this.word = word;
    }

    static SampleTeam named(String word) {
        return Arrays.stream(values())
                .filter(team -> team.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--team: " + word + " (expected: "
                        + Arrays.stream(values()).map(team -> team.word).collect(Collectors.joining(" or ")) + ")"));
    }

    String word() {
        return word;
    }

    Team of(Model model) {
        return switch (this) {
            case DEFAULT -> DefaultTeam.of(model, Clock.system(ZoneId.systemDefault()));
            case RESEARCH -> ResearchTeam.of(model);
        };
    }
}
