package dev.troupe.samples.triage;

import java.util.List;

/** The rules that overrule any label: a text with a finding goes to {@link #QUEUE}, whatever it is about. */
final class PolicyRules {

    static final String QUEUE = "compliance";

    private PolicyRules() {}

    /** Applies all tools. */
    static List<Finding> check(String text) {
        return apply(List.of(PolicyTool.values()), text);
    }

    /**
     * Applies the tools with these names, for callers that only have names, such as a model that asks for tools.
     *
     * @throws IllegalArgumentException if there is no such tool; the message names those that there are, and no tool runs
     */
    static List<Finding> check(String text, List<String> tools) {
        return apply(tools.stream().map(PolicyTool::named).toList(), text);
    }

    private static List<Finding> apply(List<PolicyTool> tools, String text) {
        return tools.stream().flatMap(tool -> tool.find(text).stream()).toList();
    }
}
