package dev.troupe.samples.research;

import dev.troupe.chat.Conditions;
import dev.troupe.chat.Team;
import dev.troupe.chat.assistant.AssistantAgent;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.selector.SelectorManager;
import dev.troupe.chat.tool.Tool;
import java.util.List;

/** A planner, a researcher who searches notes on Troupe, and a critic; a model chooses who of them speaks next. */
public final class ResearchTeam {
    private static final int MOST_MESSAGES = 16;

    /** What the researcher searches for. */
    record Query(String query) {}

    private ResearchTeam() {}

    /** Makes the team; its model is asked by all of them, and by whoever chooses. */
    public static Team of(Model model) {
        var members = List.of(planner(model), researcher(model, Notes.load()), critic(model));
        var manager = SelectorManager.of(model.blocking()).emittingTeamEvents();
        return Team.of("research-team", members, manager::managing)
                .withTermination(Conditions.textMention("APPROVE", "critic").or(Conditions.maxMessages(MOST_MESSAGES)));
    }

    private static AssistantAgent planner(Model model) {
        return streaming(
                model,
                AssistantAgent.of("planner", model.blocking())
                        .withDescription("Speaks first, and once: says which questions the researcher is to answer.")
                        .withSystemMessage(
                                "You plan the research of a team. Break the task of the user into at most three"
                                        + " short questions to the notes of the team, one a line. Do not answer them."));
    }

    private static AssistantAgent researcher(Model model, Notes notes) {
        return streaming(
                model,
                AssistantAgent.of("researcher", model.blocking())
                        .withDescription(
                                "Searches the notes for the questions of the planner or the critic, and answers.")
                        .withSystemMessage("You answer questions from notes. Search for each question first, and say"
                                + " nothing that is not in the notes. Name the notes that you used, in brackets. End"
                                + " with the whole answer to the task of the user, in at most five sentences.")
                        .withTools(Tool.of(
                                "search_notes",
                                "Finds the notes that have most of the given words in them.",
                                Query.class,
                                given -> notes.search(given.query())))
                        .withMaxToolIterations(4)
                        .withReflectionOnToolUse(true));
    }

    private static AssistantAgent critic(Model model) {
        return streaming(
                model,
                AssistantAgent.of("critic", model.blocking())
                        .withDescription("Reads the answer of the researcher, and says APPROVE or what is missing.")
                        .withSystemMessage(
                                "You check answers of a researcher. If the last one answers the task of the user"
                                        + " and names its notes, say APPROVE and nothing else. Else say in one sentence what is"
                                        + " missing."));
    }

    private static AssistantAgent streaming(Model model, AssistantAgent agent) {
        return model.streaming().map(agent::withStreaming).orElse(agent);
    }
}
