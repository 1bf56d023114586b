package dev.troupe.chat;

/** What a stream of a run brings: what is said and happens, and at last what the run has come to. */
public sealed interface RunItem permits ChatItem, TaskResult {}
