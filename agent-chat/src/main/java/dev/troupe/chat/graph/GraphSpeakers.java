package dev.troupe.chat.graph;

import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.manager.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The manager of a team whose participants are nodes of a graph. */
record GraphSpeakers(Graph graph) implements TeamManager<GraphMemory> {
    /** AutoGen's text. */
    static final String COMPLETE = "Digraph execution is complete";

    @Override
    public String name() {
        return "GraphManager";
    }

    @Override
    public Class<GraphMemory> memoryType() {
        return GraphMemory.class;
    }

    @Override
    public boolean needsTermination() {
        return graph.cyclic();
    }

    @Override
    public GraphMemory emptyMemory() {
        return new GraphExecution(graph, null).memory(List.of(), null);
    }

    @Override
    public String stateType() {
        return "GraphManagerState";
    }

    @Override
    public CompletionStage<Decision<GraphMemory>> decide(
            GraphMemory memory, List<ChatItem> conversation, ChatContext context) {
        try {
            return CompletableFuture.completedFuture(next(memory, conversation));
        } catch (RuntimeException e) {
            // Of a condition of an edge.
            return CompletableFuture.failedFuture(e);
        }
    }

    private Decision<GraphMemory> next(GraphMemory memory, List<ChatItem> conversation) {
        var execution = new GraphExecution(graph, memory);
        boolean newTask = hear(execution, memory.activeNodes(), Places.after(memory.seenUntil(), conversation));
        List<String> speakers = execution.takeReady();
        if (speakers.isEmpty()) {
            // A condition ended the last run just as the graph was through: the task is for the next execution.
            execution = new GraphExecution(graph, null);
            speakers = newTask ? execution.takeReady() : List.of();
        }
        GraphMemory now = execution.memory(speakers, Places.end(conversation));
        return speakers.isEmpty() ? Decision.stop(now, COMPLETE) : Decision.speak(now, speakers);
    }

    /** Takes the edges of each active node that has spoken, once; returns whether somebody else has said something. */
    private static boolean hear(GraphExecution execution, List<String> active, List<ChatItem> items) {
        List<String> silent = new ArrayList<>(active);
        boolean newTask = false;
        for (ChatItem item : items) {
            if (item instanceof ChatMessage message) {
                if (silent.remove(message.source())) {
                    execution.spoken(message.source(), message);
                } else {
                    newTask = true;
                }
            }
        }
        silent.forEach(execution::again);
        return newTask;
    }
}
