package dev.troupe.chat.tool;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.concurrent.CompletionStage;

/** A tool that is not to be run again. */
record OnceTool(Tool tool) implements Tool {
    @Override
    public ToolSpecification specification() {
        return tool.specification();
    }

    @Override
    public CompletionStage<String> run(String arguments, ToolCallContext context) {
        return tool.run(arguments, context);
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public boolean runsInStep() {
        return tool.runsInStep();
    }

    @Override
    public Tool once() {
        return this;
    }
}
