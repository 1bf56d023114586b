package dev.troupe.chat.tool;

import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ToolCall;

/** What a tool has in one call. Valid until the call ends. Thread-safe. */
public interface ToolCallContext {
    /** Returns the same key in each attempt, and another for each call: whoever does the work recognises it. */
    String key();

    /** Returns the call that the model has made. */
    ToolCall call();

    /** Returns the conversation: the key of the team. */
    String conversation();

    /** Returns the name of the agent whose model has made the call. */
    String agent();

    /** Calls {@code action}, once, if the run is cancelled, or the time of the call is over, before the call has ended. */
    void onCancel(Runnable action);

    /** Returns the turn that the call is part of, with steps and origins of the call's own. */
    ChatContext chat();
}
